using System.Runtime.CompilerServices;

namespace Cloze.Kernels;

/// <content>A strip's logits and their powers.</content>
internal sealed unsafe partial class DecoderKernel<TLanes, TTile>
{
    /// <inheritdoc/>
    public override void Forward(in DecoderBlock block, int part, bool keepLogits, float* scratch)
    {
        int end = block.Shape.PartStart(part + 1);
        for (int strip = block.Shape.PartStart(part); strip < end; strip++)
        {
            DecoderAhead ahead = strip + 1 < end ? DecoderAhead.Forward(block, strip + 1) : default;
            ForwardStrip(block, strip, keepLogits, new Scratch(scratch), ref ahead);
        }
    }

    private static void ForwardStrip(
        in DecoderBlock block, int strip, bool keepLogits, in Scratch scratch, ref DecoderAhead ahead)
    {
        DecoderShape shape = block.Shape;
        int first = strip * DecoderShape.StripWords, words = shape.WordsOf(strip);
        for (int column = 0; column < shape.Stride; column += Width)
        {
            MultiplyPanel(block, first, words, column, scratch, ref ahead);
            FindLabels(block, first, words, column, scratch.Panel);
            int width = Math.Min(Width, shape.Stride - column);
            for (int offset = 0; offset < width; offset += TLanes.Count)
            {
                nint place = ((nint)strip * shape.Stride) + column + offset;
                Softmax(block, first, words, keepLogits, scratch.Panel + offset, column + offset, place);
            }
        }
    }

    // panel [words, Width] = decoder rows · turned input
    private static void MultiplyPanel(
        in DecoderBlock block, int first, int words, int column, in Scratch scratch, ref DecoderAhead ahead)
    {
        DecoderShape shape = block.Shape;
        int run = Run(shape.Hidden);
        var tile = new GemmTile { ADepth = 1, BDepth = Width, Stride = Width };
        for (int start = 0; start < shape.Hidden; start += run)
        {
            tile.Depth = Math.Min(run, shape.Hidden - start);
            tile.B = block.TurnedInput + ((nint)column * shape.Hidden) + ((nint)start * Width);
            for (int word = 0; word < words; word += TileRows)
            {
                tile.A = block.Decoder + ((nint)(first + word) * shape.Hidden) + start;
                tile.ARow = shape.Hidden;
                if (words - word < TileRows)
                {
                    CopyRows(tile.A, shape.Hidden, words - word, (int)tile.Depth, scratch.Edge);
                    tile.A = scratch.Edge;
                    tile.ARow = LongestRun;
                }

                tile.C = scratch.Panel + ((nint)word * Width);
                tile.Addend = start > 0 ? tile.C : scratch.Zeros;
                tile.AddendStride = start > 0 ? Width : 0;
                ahead.Hand(ref tile);
                TTile.Multiply(tile);
            }
        }
    }

    private static void CopyRows(float* source, nint stride, int rows, int columns, float* target)
    {
        for (int row = 0; row < rows; row++, source += stride, target += LongestRun)
        {
            new ReadOnlySpan<float>(source, columns).CopyTo(new Span<float>(target, columns));
        }
    }

    private static void FindLabels(in DecoderBlock block, int first, int words, int column, float* panel)
    {
        int end = Math.Min(column + Width, block.Shape.Rows);
        for (int row = column; row < end; row++)
        {
            int word = block.Labels[row] - first;
            if ((uint)word >= (uint)words) continue;
            block.LabelLogits[row] = panel[((nint)word * Width) + row - column] + block.Bias[first + word];
        }
    }

    [MethodImpl(Compiled.AtOnce)]
    private static void Softmax(
        in DecoderBlock block, int first, int words, bool keepLogits, float* panel, int column, nint place)
    {
        nint stride = block.Shape.Stride;
        float* bias = block.Bias + first, kept = block.Logits + (first * stride) + column;
        TLanes largest = TLanes.Broadcast(float.MinValue), sum = TLanes.Broadcast(0);
        for (int word = 0; word < words; word++)
        {
            TLanes logit = TLanes.Load(panel + ((nint)word * Width)) + TLanes.Broadcast(bias[word]);
            largest = TLanes.Max(largest, logit);
        }

        for (int word = 0; word < words; word++, kept += stride)
        {
            TLanes logit = TLanes.Load(panel + ((nint)word * Width)) + TLanes.Broadcast(bias[word]);
            TLanes power = LaneMath.Exp(logit - largest);
            sum += power;
            TLanes.Store(keepLogits ? logit : power, kept);
        }

        TLanes.Store(largest, block.Largest + place);
        TLanes.Store(sum, block.Sums + place);
    }
}
