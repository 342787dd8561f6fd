using Cloze.Kernels;

namespace Cloze.Compute;

/// <summary>
/// The tied decoder with softmax cross entropy on all threads, a block of rows at a time: one pass over the vocabulary
/// that keeps every power, and one that turns them into gradients.
/// </summary>
internal sealed unsafe class DecoderLoss : IDisposable
{
    // Logits that stand in memory at once, 40 MB. Each block reads the decoder twice and its gradient once.
    private const int MostLogits = 10 << 20;

    // So many rows at most: of more, a strip's gradients would leave the level-2 cache.
    private const int MostRows = 336;

    // Blocks but the last are a multiple of every tile's rows and of every vector.
    private const int RowMultiple = 48;

    private readonly Workers _workers;
    private readonly DecoderKernel _kernel;
    private readonly NativeBuffer _logits = new();
    private readonly NativeBuffer _inputs = new();
    private readonly NativeBuffer _statistics = new();
    private readonly NativeBuffer _partial = new();
    private readonly NativeBuffer[] _scratch;

    /// <summary>Makes one whose passes run on the workers.</summary>
    public DecoderLoss(Workers workers, DecoderKernel kernel)
    {
        _workers = workers;
        _kernel = kernel;
        _scratch = new NativeBuffer[workers.Count];
        for (int worker = 0; worker < _scratch.Length; worker++) _scratch[worker] = new NativeBuffer();
    }

    /// <summary>Rows of a block: about equal shares, which depend on the sizes alone.</summary>
    public static int BlockRows(int rows, int vocabulary)
    {
        int most = Math.Clamp(MostLogits / Math.Max(vocabulary, 1) / RowMultiple * RowMultiple, RowMultiple, MostRows);
        int blocks = Math.Max(Ceiling.Divide(rows, most), 1);
        return Math.Max(Ceiling.Divide(Ceiling.Divide(rows, blocks), RowMultiple), 1) * RowMultiple;
    }

    /// <summary>How a block of these sizes is cut.</summary>
    public DecoderShape Shape(int rows, int hidden, int vocabulary) => _kernel.Shape(rows, hidden, vocabulary);

    /// <summary>Losses of a block's rows and, unless null, their labels' ranks.</summary>
    public void Loss(in DecoderBlock operands, int* ranks)
    {
        DecoderBlock block = Forward(operands, keepLogits: ranks is not null);
        if (ranks is null) return;
        var rank = new RankJob(_kernel, block, ranks);
        _workers.Run(block.Shape.Groups, ref rank);
    }

    /// <summary>Losses of a block's rows, and their gradients.</summary>
    public void LossAndGradient(in DecoderBlock operands)
    {
        DecoderShape shape = operands.Shape;
        DecoderBlock block = Forward(operands, keepLogits: false) with
        {
            Partial = _partial.Take(shape.Chunks * shape.ChunkSize),
        };
        var backward = new BackwardJob(_kernel, block, _scratch);
        _workers.Run(shape.Chunks, ref backward);
        var sum = new SumJob(_kernel, block);
        _workers.Run(shape.Rows, ref sum);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _logits.Dispose();
        _inputs.Dispose();
        _statistics.Dispose();
        _partial.Dispose();
        foreach (NativeBuffer scratch in _scratch) scratch.Dispose();
    }

    // Returns the block with its memory.
    private DecoderBlock Forward(in DecoderBlock operands, bool keepLogits)
    {
        DecoderShape shape = operands.Shape;
        nint sums = (nint)shape.Strips * shape.Stride;
        float* inputs = _inputs.Take(shape.TurnedSize + shape.PackedSize);
        float* statistics = _statistics.Take((2 * sums) + shape.Stride);
        DecoderBlock block = operands with
        {
            TurnedInput = inputs,
            PackedInput = inputs + shape.TurnedSize,
            Logits = _logits.Take((nint)shape.Vocabulary * shape.Stride),
            Largest = statistics,
            Sums = statistics + sums,
            LabelLogits = statistics + (2 * sums),
        };
        var prepare = new PrepareJob(_kernel, block);
        _workers.Run(_kernel.PrepareCount(shape), ref prepare);
        var forward = new ForwardJob(_kernel, block, keepLogits, _scratch);
        _workers.Run(shape.Parts, ref forward);
        var weigh = new WeighJob(_kernel, block);
        _workers.Run(shape.Groups, ref weigh);
        return block;
    }

    private readonly struct PrepareJob(DecoderKernel kernel, DecoderBlock block) : IJob
    {
        public void Execute(int part, int worker) => kernel.Prepare(block, part);
    }

    private readonly struct ForwardJob(
        DecoderKernel kernel, DecoderBlock block, bool keepLogits, NativeBuffer[] scratch) : IJob
    {
        public void Execute(int part, int worker) =>
            kernel.Forward(block, part, keepLogits, scratch[worker].Take(kernel.ScratchSize(block.Shape)));
    }

    private readonly struct WeighJob(DecoderKernel kernel, DecoderBlock block) : IJob
    {
        public void Execute(int part, int worker) => kernel.Weigh(block, part);
    }

    private readonly struct RankJob(DecoderKernel kernel, DecoderBlock block, int* ranks) : IJob
    {
        public void Execute(int part, int worker) => kernel.Rank(block, part, ranks);
    }

    private readonly struct BackwardJob(DecoderKernel kernel, DecoderBlock block, NativeBuffer[] scratch) : IJob
    {
        // The chunk that the forward pass wrote last comes first: it is the likeliest to be in a cache.
        public void Execute(int part, int worker)
        {
            float* floats = scratch[worker].Take(kernel.ScratchSize(block.Shape));
            kernel.Backward(block, block.Shape.Chunks - 1 - part, floats);
        }
    }

    private readonly struct SumJob(DecoderKernel kernel, DecoderBlock block) : IJob
    {
        public void Execute(int part, int worker) => kernel.SumChunks(block, part);
    }
}
