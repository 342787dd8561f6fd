using Cloze.Compute;
using Cloze.Tests.Reference;

namespace Cloze.Tests.Compute;

/// <summary>Fails at the n-th call of a kind, and knows which arenas nobody gave back.</summary>
internal sealed class FaultyBackend(Fault fault, int call) : ReferenceBackend
{
    private int _left = call;
    private string[] _leftAtEnd = [];

    public ClozeException Error { get; } = new($"Call {call}: {fault} fails.", "Try again.");

    /// <summary>The arenas that their owners left to the backend.</summary>
    public string[] Forgotten => IsDisposed ? _leftAtEnd : [.. LiveArenas.Select(arena => arena.Name)];

    // The first thing that Dispose does.
    public override void Finish() => _leftAtEnd = [.. LiveArenas.Select(arena => arena.Name)];

    protected override Arena CreateArenaCore(string name, nint floats, TensorElement element)
    {
        Count(Fault.Memory);
        return base.CreateArenaCore(name, floats, element);
    }

    protected override void UploadCore(ReadOnlySpan<float> source, Tensor destination)
    {
        Count(Fault.Upload);
        base.UploadCore(source, destination);
    }

    protected override void DownloadCore(Tensor source, Span<float> destination)
    {
        Count(Fault.Download);
        base.DownloadCore(source, destination);
    }

    protected override void LinearCore(
        Tensor input, Tensor weight, Tensor bias, Tensor destination, Tensor addend)
    {
        Count(Fault.Operation);
        base.LinearCore(input, weight, bias, destination, addend);
    }

    protected override void ClearCore(Tensor tensor)
    {
        Count(Fault.Operation);
        base.ClearCore(tensor);
    }

    protected override double SumOfSquaresCore(Tensor tensor)
    {
        Count(Fault.Operation);
        return base.SumOfSquaresCore(tensor);
    }

    protected override void GatherRowsCore(Tensor source, ReadOnlySpan<int> rows, Tensor destination)
    {
        Count(Fault.Operation);
        base.GatherRowsCore(source, rows, destination);
    }

    private void Count(Fault kind)
    {
        if (kind == fault && --_left == 0) throw Error;
    }
}
