using System.Runtime.CompilerServices;

namespace Cloze.Kernels;

/// <content>A chunk's gradients.</content>
internal sealed unsafe partial class DecoderKernel<TLanes, TTile>
{
    /// <inheritdoc/>
    public override void Backward(in DecoderBlock block, int chunk, float* scratch)
    {
        // From the last strip to the first: what the forward pass wrote last is the likeliest to be in a cache.
        DecoderShape shape = block.Shape;
        var memory = new Scratch(scratch);
        float* partial = block.Partial + (chunk * shape.ChunkSize);
        int start = shape.FirstStrip(chunk), last = shape.FirstStrip(chunk + 1) - 1;
        for (int strip = last; strip >= start; strip--)
        {
            int first = strip * DecoderShape.StripWords, words = shape.WordsOf(strip);
            DecoderAhead ahead = strip > start ? DecoderAhead.Backward(block, strip - 1) : default;
            Weight(block, strip, first, words, memory.Gradient);
            TakeLabels(block, first, words, memory.Gradient);
            AddToInput(block, first, words, strip < last, memory, partial, ref ahead);
            if (block.DecoderGradient is not null) AddToDecoder(block, first, words, memory, ref ahead);
        }
    }

    // gradient [words, GradientStride] = powers * factors; the labels' ones are still to be taken off.
    [MethodImpl(Compiled.AtOnce)]
    private static void Weight(in DecoderBlock block, int strip, int first, int words, float* gradient)
    {
        DecoderShape shape = block.Shape;
        int stride = shape.Stride;
        nint gradientStride = shape.GradientStride;
        float* factors = block.Largest + ((nint)strip * stride), powers = block.Logits + ((nint)first * stride);
        for (int word = 0; word < words; word++, powers += stride, gradient += gradientStride)
        {
            TLanes sum = TLanes.Broadcast(0);
            for (int row = 0; row < stride; row += TLanes.Count)
            {
                TLanes value = TLanes.Load(powers + row) * TLanes.Load(factors + row);
                sum += value;
                TLanes.Store(value, gradient + row);
            }

            block.BiasGradient[first + word] += TLanes.Sum(sum);
        }
    }

    private static void TakeLabels(in DecoderBlock block, int first, int words, float* gradient)
    {
        DecoderShape shape = block.Shape;
        for (int row = 0; row < shape.Rows; row++)
        {
            int word = block.Labels[row] - first;
            if ((uint)word >= (uint)words) continue;
            gradient[((nint)word * shape.GradientStride) + row] -= block.Scale;
            block.BiasGradient[first + word] -= block.Scale;
        }
    }

    // partial [panel][PaddedRows, Width] (=, or += where add) gradientᵀ · decoder rows
    private static void AddToInput(
        in DecoderBlock block,
        int first,
        int words,
        bool add,
        in Scratch scratch,
        float* partial,
        ref DecoderAhead ahead)
    {
        DecoderShape shape = block.Shape;
        GemmOperand gradient = GemmOperand.Columns(scratch.Gradient, shape.GradientStride);
        GemmOperand decoder = GemmOperand.Columns(block.Decoder, shape.Hidden);
        bool packs = !TTile.ReadsTermsInPlace;
        int most = packs ? MostPackedRows : shape.Rows;
        for (int start = 0; start < shape.Rows; start += most)
        {
            int end = Math.Min(start + most, shape.Rows);
            if (packs) PackRows(gradient, start, end, words, scratch.PackedGradient);
            for (int column = 0; column < shape.Hidden; column += Width)
            {
                Pack(decoder, column, shape.Hidden, first, words, scratch.Panel);
                var tile = new GemmTile
                {
                    Depth = words,
                    ARow = 1,
                    ADepth = packs ? TileRows : shape.GradientStride,
                    B = scratch.Panel,
                    BDepth = Width,
                    Stride = Width,
                };
                for (int row = start; row < end; row += TileRows)
                {
                    tile.A = packs ? scratch.PackedGradient + ((nint)(row - start) * words) : gradient.At(row, 0);
                    tile.C = partial + ((nint)column * shape.PaddedRows) + ((nint)row * Width);
                    tile.Addend = add ? tile.C : scratch.Zeros;
                    tile.AddendStride = add ? Width : 0;
                    ahead.Hand(ref tile);
                    TTile.Multiply(tile);
                }
            }
        }
    }

    // Tile by tile; the last may have rows that there are not, and whose sums nobody reads.
    private static void PackRows(in GemmOperand gradient, int start, int end, int words, float* packed)
    {
        for (int row = start; row < end; row += TileRows, packed += (nint)TileRows * words)
        {
            GemmPacking.Pack(gradient, row, TileRows, 0, words, TileRows, packed);
        }
    }

    // decoderGradient [words, Hidden] += gradient · input
    private static void AddToDecoder(
        in DecoderBlock block, int first, int words, in Scratch scratch, ref DecoderAhead ahead)
    {
        DecoderShape shape = block.Shape;
        int run = Run(shape.Rows);
        var tile = new GemmTile { ARow = shape.GradientStride, ADepth = 1, BDepth = Width };
        for (int column = 0; column < shape.Hidden; column += Width)
        {
            for (int start = 0; start < shape.Rows; start += run)
            {
                tile.Depth = Math.Min(run, shape.Rows - start);
                tile.B = block.PackedInput + ((nint)column * shape.Rows) + ((nint)start * Width);
                for (int word = 0; word < words; word += TileRows)
                {
                    tile.A = scratch.Gradient + ((nint)word * shape.GradientStride) + start;
                    ahead.Hand(ref tile);
                    float* sums = block.DecoderGradient + ((nint)(first + word) * shape.Hidden) + column;
                    int rows = Math.Min(TileRows, words - word), columns = Math.Min(Width, shape.Hidden - column);
                    MultiplyAndAdd(ref tile, rows, columns, sums, shape.Hidden, scratch);
                }
            }
        }
    }

    // Adds a tile's product to so many rows and columns of a matrix: edges go by way of scratch memory.
    private static void MultiplyAndAdd(
        ref GemmTile tile, int rows, int columns, float* sums, nint stride, in Scratch scratch)
    {
        bool whole = rows == TileRows && columns == Width;
        tile.C = whole ? sums : scratch.Edge;
        tile.Stride = whole ? stride : Width;
        tile.Addend = whole ? sums : scratch.Zeros;
        tile.AddendStride = whole ? stride : 0;
        TTile.Multiply(tile);
        if (!whole) AddTile(scratch.Edge, rows, columns, sums, stride);
    }

    private static void AddTile(float* edge, int rows, int columns, float* sums, nint stride)
    {
        for (int row = 0; row < rows; row++, edge += Width, sums += stride)
        {
            for (int column = 0; column < columns; column++) sums[column] += edge[column];
        }
    }
}
