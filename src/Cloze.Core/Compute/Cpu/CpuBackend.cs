using Cloze.Kernels;

namespace Cloze.Compute;

/// <summary>
/// The operations on this machine's processor: <see cref="Kernels"/> on <see cref="Workers"/>, one file a family of
/// operations. Not thread-safe: one operation at a time.
/// </summary>
public sealed partial class CpuBackend : IBackend
{
    private readonly Workers _workers;
    private readonly MatrixEngine _matrices;

    /// <summary>Starts the threads.</summary>
    /// <param name="threads">Number of threads, the caller's included; 0 for one a processor.</param>
    /// <param name="instructionSet">The path through the kernels; null for the default of the machine.</param>
    /// <exception cref="ClozeException">The machine lacks the instruction set, or none has the given name.</exception>
    public CpuBackend(int threads = 0, InstructionSet? instructionSet = null)
    {
        InstructionSet = instructionSet is { } wanted ? InstructionSets.Require(wanted) : InstructionSets.Default;
        _workers = new Workers(threads);
        _matrices = new MatrixEngine(_workers, InstructionSet);
        _kernels = KernelSet.Of(InstructionSet);
        _decoder = new DecoderLoss(_workers, _kernels.Decoder);
        _update = new AdamUpdate(_kernels);
    }

    /// <summary>The path through the kernels that this backend takes.</summary>
    public InstructionSet InstructionSet { get; }

    /// <summary>Number of threads, the caller's included.</summary>
    public int Threads => _workers.Count;

    /// <inheritdoc cref="IBackend.Name"/>
    public string Name =>
        $"CPU, {InstructionSets.DisplayName(InstructionSet)}, {Threads} {(Threads == 1 ? "thread" : "threads")}";

    /// <inheritdoc cref="IBackend.CreateArena"/>
    public Arena CreateArena(string name, nint floats) => new HostArena(name, floats);

    /// <inheritdoc cref="IBackend.Upload"/>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public void Upload(ReadOnlySpan<float> source, Tensor destination)
    {
        if (source.Length != destination.Count)
        {
            throw new ArgumentException($"{source.Length} values do not fill {destination}.", nameof(source));
        }

        source.CopyTo(HostArena.Span(destination));
    }

    /// <inheritdoc cref="IBackend.Download"/>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public void Download(Tensor source, Span<float> destination)
    {
        if (destination.Length != source.Count)
        {
            throw new ArgumentException($"{source} does not fill {destination.Length} values.", nameof(destination));
        }

        HostArena.Span(source).CopyTo(destination);
    }

    /// <inheritdoc cref="IBackend.Clear"/>
    public void Clear(Tensor tensor) => HostArena.Span(tensor).Clear();

    /// <summary>Ends the threads and frees the scratch memory; arenas are their owners' to dispose.</summary>
    public void Dispose()
    {
        Finish();
        _workers.Dispose();
        _matrices.Dispose();
        _normSums.Dispose();
        _attention.Dispose();
        _sequenceOrder.Dispose();
        _squareSums.Dispose();
        _decoder.Dispose();
    }
}
