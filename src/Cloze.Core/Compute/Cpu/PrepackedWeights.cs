using Cloze.Kernels;

namespace Cloze.Compute;

/// <summary>
/// Weights of inference as products of few rows read them. They do not change but by uploading them, so that what is
/// used again is packed once and kept, which takes its memory a second time; what is used once or twice, as by a
/// command that answers one text, is not.
/// </summary>
internal sealed unsafe class PrepackedWeights : IDisposable
{
    private const int UsesBefore = 2;

    // Of more rows those beyond whole tiles matter little, and the tiles that read weights in place are larger.
    private const int MostRows = 48;

    // A decoder's matrix: it is multiplied with a row or two as a rule, and large.
    private const nint MostOutputs = 8192;

    private readonly Workers _workers;
    private readonly Dictionary<(Arena Arena, nint Offset, int Rows, int Columns), Weight> _weights = [];

    /// <summary>Nothing is packed yet.</summary>
    public PrepackedWeights(Workers workers) => _workers = workers;

    /// <summary>Whether products on this path can read what is packed.</summary>
    public static bool IsFor(InstructionSet instructionSet) =>
        instructionSet == InstructionSet.Avx2 && GemmPrepacked.IsSupported;

    /// <summary>
    /// The panels of a weight [N, K] for a product with so many rows; null where they had better not be used.
    /// </summary>
    public float* Find(Tensor weight, int rows)
    {
        bool fits = rows is >= GemmPrepacked.FewestRows and <= MostRows
            && GemmPrepacked.Fits(weight.Rows)
            && weight.Rows <= MostOutputs;
        if (!fits) return null;
        var key = (weight.Arena!, weight.Offset, weight.Rows, weight.Columns);
        if (!_weights.TryGetValue(key, out Weight? known)) _weights.Add(key, known = new Weight());
        if (known.Memory is null && known.Uses++ >= UsesBefore) known.Memory = Pack(weight);
        return known.Memory is null ? null : known.Memory.Floats;
    }

    /// <summary>Drops the weights of an arena that are packed: they change.</summary>
    public void Forget(Arena? arena)
    {
        if (_weights.Count == 0) return;
        foreach (var key in _weights.Keys.Where(key => key.Arena == arena).ToArray())
        {
            _weights.Remove(key, out Weight? weight);
            weight!.Memory?.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Weight weight in _weights.Values) weight.Memory?.Dispose();
        _weights.Clear();
    }

    private HostMemory Pack(Tensor weight)
    {
        HostMemory memory = HostMemory.Take(weight.Count);
        var source = GemmOperand.Rows(HostArena.Pointer(weight), weight.Columns);
        var job = new PackJob(source, weight.Columns, memory.Floats);
        _workers.Run(weight.Rows / GemmPrepacked.Columns, ref job);
        return memory;
    }

    private sealed class Weight
    {
        public int Uses { get; set; }

        public HostMemory? Memory { get; set; }
    }

    private readonly struct PackJob(GemmOperand source, int depth, float* packed) : IJob
    {
        public void Execute(int part, int worker) => GemmPrepacked.Pack(source, part, depth, packed);
    }
}
