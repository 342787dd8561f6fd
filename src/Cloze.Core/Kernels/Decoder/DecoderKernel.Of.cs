using System.Runtime.CompilerServices;

namespace Cloze.Kernels;

/// <summary>The tied decoder for one instruction set: packing, and what is done to rows of sums.</summary>
internal sealed unsafe partial class DecoderKernel<TLanes, TTile> : DecoderKernel
    where TLanes : unmanaged, ILanes<TLanes>
    where TTile : struct, IGemmKernel
{
    // The longest run of terms that is summed before it is added to a gradient or a logit.
    private const int LongestRun = 256;

    // Tiles' rows of a strip's gradient that are packed at once: 74 KB of a level-2 cache.
    private const int MostPackedRows = 192;

    private static int Width => TTile.Columns;

    private static int TileRows => TTile.Rows;

    /// <inheritdoc/>
    public override DecoderShape Shape(int rows, int hidden, int vocabulary) =>
        new(rows, hidden, vocabulary, TileRows, Width);

    /// <inheritdoc/>
    public override nint ScratchSize(in DecoderShape shape) => Scratch.Size(shape);

    /// <inheritdoc/>
    public override int PrepareCount(in DecoderShape shape) => Panels(shape.Stride) + Panels(shape.Hidden);

    /// <inheritdoc/>
    public override void Prepare(in DecoderBlock block, int part)
    {
        DecoderShape shape = block.Shape;
        if (part < Panels(shape.Stride))
        {
            GemmOperand rows = GemmOperand.Rows(block.Input, shape.Hidden);
            float* turned = block.TurnedInput + ((nint)part * Width * shape.Hidden);
            Pack(rows, part * Width, shape.Rows, 0, shape.Hidden, turned);
        }
        else
        {
            int panel = part - Panels(shape.Stride);
            GemmOperand columns = GemmOperand.Columns(block.Input, shape.Hidden);
            float* packed = block.PackedInput + ((nint)panel * Width * shape.Rows);
            Pack(columns, panel * Width, shape.Hidden, 0, shape.Rows, packed);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(Compiled.AtOnce)]
    public override void Weigh(in DecoderBlock block, int part)
    {
        int first = part * DecoderShape.GroupRows;
        for (int row = first; row < first + DecoderShape.GroupRows; row += TLanes.Count) WeighVector(block, row);
    }

    /// <inheritdoc/>
    [MethodImpl(Compiled.AtOnce)]
    public override void Rank(in DecoderBlock block, int part, int* ranks)
    {
        float* lane = stackalloc float[TLanes.Count];
        for (int row = part * DecoderShape.GroupRows; row < (part + 1) * DecoderShape.GroupRows; row += TLanes.Count)
        {
            int count = Math.Min(TLanes.Count, block.Shape.Rows - row);
            if (count <= 0) return;
            for (int i = 0; i < count; i++) lane[i] = block.Labels[row + i];
            TLanes.Store(RankVector(block, row, TLanes.Load(lane)), lane);
            for (int i = 0; i < count; i++) ranks[row + i] = (int)lane[i];
        }
    }

    /// <inheritdoc/>
    [MethodImpl(Compiled.AtOnce)]
    public override void SumChunks(in DecoderBlock block, int row)
    {
        DecoderShape shape = block.Shape;
        float* sums = block.InputGradient + ((nint)row * shape.Hidden);
        for (int h = 0; h < shape.Hidden; h += TLanes.Count)
        {
            nint panel = (nint)(h / Width) * Width * shape.PaddedRows;
            float* partial = block.Partial + panel + ((nint)row * Width) + (h % Width);
            TLanes sum = TLanes.Load(partial);
            for (int chunk = 1; chunk < shape.Chunks; chunk++)
            {
                partial += shape.ChunkSize;
                sum += TLanes.Load(partial);
            }

            TLanes.Store(sum, sums + h, shape.Hidden - h);
        }
    }

    private static void WeighVector(in DecoderBlock block, int row)
    {
        DecoderShape shape = block.Shape;
        float* largest = block.Largest + row, sums = block.Sums + row;
        nint end = (nint)shape.Strips * shape.Stride;
        TLanes top = TLanes.Broadcast(float.MinValue), total = TLanes.Broadcast(0);
        for (nint i = 0; i < end; i += shape.Stride) top = TLanes.Max(top, TLanes.Load(largest + i));
        for (nint i = 0; i < end; i += shape.Stride)
        {
            TLanes power = LaneMath.Exp(TLanes.Load(largest + i) - top);
            total = TLanes.MultiplyAdd(power, TLanes.Load(sums + i), total);
            TLanes.Store(power, largest + i);
        }

        // Rows that there are not get factors of zero, and so no part in any gradient.
        float* lane = stackalloc float[2 * TLanes.Count];
        TLanes.Store(TLanes.Broadcast(block.Scale) / total, lane);
        TLanes factor = TLanes.Load(lane, Math.Max(shape.Rows - row, 0));
        for (nint i = 0; i < end; i += shape.Stride) TLanes.Store(TLanes.Load(largest + i) * factor, largest + i);
        TLanes.Store(total, lane);
        TLanes.Store(top, lane + TLanes.Count);
        for (int i = 0; i < TLanes.Count && row + i < shape.Rows; i++)
        {
            double distance = (double)lane[TLanes.Count + i] - block.LabelLogits[row + i];
            block.Losses[row + i] = (float)(Math.Log(lane[i]) + distance);
        }
    }

    private static TLanes RankVector(in DecoderBlock block, int row, TLanes labels)
    {
        DecoderShape shape = block.Shape;
        float* logits = block.Logits + row;
        TLanes own = TLanes.Load(block.LabelLogits + row), zero = TLanes.Broadcast(0), one = TLanes.Broadcast(1);
        TLanes rank = zero;
        for (int word = 0; word < shape.Vocabulary; word++, logits += shape.Stride)
        {
            TLanes logit = TLanes.Load(logits);
            TLanes larger = TLanes.SelectGreater(logit, own, one, zero);
            TLanes notSmaller = TLanes.SelectGreater(own, logit, zero, one);
            rank += TLanes.SelectGreater(labels, TLanes.Broadcast(word), notSmaller, larger);
        }

        return rank;
    }

    // One panel; where the matrix has no such units, zeros.
    private static void Pack(in GemmOperand source, int unit, int units, int start, int depth, float* panel)
    {
        int count = Math.Min(Width, units - unit);
        if (count > 0) GemmPacking.Pack(source, unit, count, start, depth, Width, panel);
        else new Span<float>(panel, depth * Width).Clear();
    }

    private static int Panels(int size) => Ceiling.Divide(size, Width);

    // Terms of a run: the depth in equal runs, so that none is short.
    private static int Run(int depth)
    {
        int runs = Ceiling.Divide(depth, LongestRun);
        return Ceiling.Divide(depth, runs);
    }
}
