using Cloze.Kernels;

namespace Cloze.Compute;

/// <summary>
/// The operations on this machine's processor: <see cref="Kernels"/> on <see cref="Workers"/>, one file a family of
/// operations. Not thread-safe: one operation at a time.
/// </summary>
internal sealed partial class CpuBackend : Backend
{
    private readonly Workers _workers;
    private readonly MatrixEngine _matrices;

    // Products of linear layers in bytes; null where they are in floats.
    private readonly ByteEngine? _bytes;

    // Weights as products of few rows read them; null where weights may change.
    private readonly PrepackedWeights? _prepacked;

    /// <summary>Starts the threads.</summary>
    /// <param name="threads">Number of threads, the caller's included; 0 for one a processor.</param>
    /// <param name="instructionSet">The path through the kernels; null for the default of the machine.</param>
    /// <param name="inBytes">
    /// Whether linear layers of forward passes multiply bytes: weights do not change then but by uploading them.
    /// </param>
    /// <param name="packsWeights">
    /// Whether linear layers of forward passes keep weights that are used often a second time, as products of few rows
    /// read them: weights do not change then but by uploading them.
    /// </param>
    /// <param name="copiesFactors">
    /// Whether products read copies of their factors; null for what is faster on this machine. The bits are the same.
    /// </param>
    /// <exception cref="ClozeException">The machine lacks the instruction set, or none has the given name.</exception>
    public CpuBackend(
        int threads = 0,
        InstructionSet? instructionSet = null,
        bool inBytes = false,
        bool packsWeights = false,
        bool? copiesFactors = null)
    {
        InstructionSet = instructionSet is { } wanted ? InstructionSets.Require(wanted) : InstructionSets.Default;
        _workers = new Workers(threads);
        _matrices = new MatrixEngine(_workers, InstructionSet, copiesFactors);
        _kernels = KernelSet.Of(InstructionSet);
        _decoder = new DecoderLoss(_workers, _kernels.Decoder);
        _update = new AdamUpdate(_kernels);
        if (inBytes) _bytes = new ByteEngine(_workers, InstructionSet);
        else if (packsWeights && PrepackedWeights.IsFor(InstructionSet)) _prepacked = new PrepackedWeights(_workers);
    }

    /// <summary>The path through the kernels that this backend takes.</summary>
    public InstructionSet InstructionSet { get; }

    /// <summary>Number of threads, the caller's included.</summary>
    public int Threads => _workers.Count;

    /// <inheritdoc/>
    public override string Name =>
        $"CPU, {InstructionSets.DisplayName(InstructionSet)}, {(_bytes is null ? "" : $"int8 by {_bytes.Name}, ")}"
        + $"{Threads} {(Threads == 1 ? "thread" : "threads")}";

    /// <inheritdoc/>
    protected override Arena CreateArenaCore(string name, nint floats, TensorElement element) =>
        new HostArena(name, floats);

    /// <inheritdoc/>
    protected override void UploadCore(ReadOnlySpan<float> source, Tensor destination)
    {
        source.CopyTo(HostArena.Span(destination));
        _bytes?.Forget(destination.Arena);
        _prepacked?.Forget(destination.Arena);
    }

    /// <inheritdoc/>
    protected override void DownloadCore(Tensor source, Span<float> destination) =>
        HostArena.Span(source).CopyTo(destination);

    /// <inheritdoc/>
    protected override void ClearCore(Tensor tensor) => HostArena.Span(tensor).Clear();

    /// <summary>Ends the threads and frees the scratch memory.</summary>
    protected override void DisposeCore()
    {
        _workers.Dispose();
        _matrices.Dispose();
        _bytes?.Dispose();
        _prepacked?.Dispose();
        _normSums.Dispose();
        _attention.Dispose();
        _sequenceOrder.Dispose();
        _queries.Dispose();
        _someRows.Dispose();
        _squareSums.Dispose();
        _decoder.Dispose();
    }
}
