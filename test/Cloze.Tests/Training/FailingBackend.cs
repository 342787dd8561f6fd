using System.Diagnostics;
using Cloze.Compute;
using Cloze.Files;
using Cloze.Tests.Reference;

namespace Cloze.Tests.Training;

/// <summary>
/// Fails at one reading of a tensor, as the disk or the process may fail in the midst of writing a file: the values of
/// a file are read when their turn to be written comes.
/// </summary>
internal sealed class FailingBackend(Exception failure) : ReferenceBackend
{
    private int _readings = int.MinValue;

    /// <summary>Whether every reading fails, as on a disk that is full.</summary>
    public bool IsFailing { get; set; }

    /// <summary>Lets the reading after this many fail.</summary>
    public void FailAfter(int readings) => _readings = -readings - 1;

    protected override void DownloadCore(Tensor source, Span<float> destination)
    {
        if (IsWritten() && (IsFailing || (_readings < 0 && ++_readings == 0))) throw failure;
        base.DownloadCore(source, destination);
    }

    // Tensors are also read to measure how far a step moves the weights, without a disk.
    private static bool IsWritten() =>
        new StackTrace().GetFrames().Any(frame => frame.GetMethod()?.DeclaringType == typeof(AtomicFile));
}
