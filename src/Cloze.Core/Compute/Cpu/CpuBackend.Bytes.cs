using System.Numerics;

namespace Cloze.Compute;

/// <content>What comes after products in bytes and is no part of them: gates, losses.</content>
internal sealed unsafe partial class CpuBackend
{
    private const int LogitsBlock = 1 << 20;

    private void GateInBytes(Activation activation, Tensor preActivation, Tensor destination)
    {
        float* input = HostArena.Pointer(preActivation), output = HostArena.Pointer(destination);
        int columns = destination.Columns;
        var gate = new RowEpilogue<GateStretch>(
            new GateStretch(KernelOf(activation), input, output, columns), columns);
        int rows = RowsPerPart(preActivation.Columns);
        var job = new GateJob(gate, destination.Rows, columns, rows);
        _workers.Run(PartsOf(destination.Rows, rows), ref job);
    }

    // A block of logits at a time, then its rows.
    private void LossesInBytes(
        ByteEngine bytes,
        Tensor hidden,
        Tensor decoder,
        Tensor bias,
        ReadOnlySpan<int> labels,
        Span<float> losses,
        Span<int> ranks)
    {
        int block = Math.Clamp(LogitsBlock / decoder.Rows, 1, labels.Length);
        using var memory = new HostArena("logits", Arena.SizeOf(block, decoder.Rows));
        Tensor logits = memory.TakeFloat32(block, decoder.Rows);
        fixed (int* label = labels, rank = ranks)
        fixed (float* loss = losses)
        {
            for (int first = 0; first < labels.Length; first += block)
            {
                int rows = Math.Min(block, labels.Length - first);
                Tensor part = logits.RowRange(0, rows);
                bytes.Multiply(hidden.RowRange(first, rows), decoder, bias, part, default(Kernels.NoEpilogue));
                int* likelier = rank is null ? null : rank + first;
                var job = new LossJob(HostArena.Pointer(part), decoder.Rows, label + first, loss + first, likelier);
                _workers.Run(rows, ref job);
            }
        }
    }

    private readonly struct GateJob(RowEpilogue<GateStretch> gate, int count, int columns, int rows) : IJob
    {
        public void Execute(int part, int worker) => gate.Apply(
            new Kernels.GemmArea(part * rows, Math.Min((part + 1) * rows, count), 0, columns));
    }

    private readonly struct LossJob(float* logits, int size, int* labels, float* losses, int* ranks) : IJob
    {
        public void Execute(int part, int worker)
        {
            var row = new ReadOnlySpan<float>(logits + ((nint)part * size), size);
            float own = row[labels[part]], largest = Largest(row);
            int likelier = 0;
            if (ranks is not null)
            {
                foreach (float value in row) likelier += value > own ? 1 : 0;
            }

            double sum = SumOfPowers(row, largest);
            losses[part] = (float)(Math.Log(sum) + largest - own);
            if (ranks is not null) ranks[part] = likelier;
        }

        private static float Largest(ReadOnlySpan<float> row)
        {
            float largest = float.NegativeInfinity;
            int i = 0;
            if (row.Length >= Vector<float>.Count)
            {
                var most = new Vector<float>(row);
                for (; i + Vector<float>.Count <= row.Length; i += Vector<float>.Count)
                {
                    most = Vector.Max(most, new Vector<float>(row[i..]));
                }

                for (int lane = 0; lane < Vector<float>.Count; lane++) largest = Math.Max(largest, most[lane]);
            }

            for (; i < row.Length; i++) largest = Math.Max(largest, row[i]);
            return largest;
        }

        private static double SumOfPowers(ReadOnlySpan<float> row, float largest)
        {
            var shift = new Vector<float>(largest);
            Vector<double> lows = Vector<double>.Zero, highs = Vector<double>.Zero;
            int i = 0;
            for (; i + Vector<float>.Count <= row.Length; i += Vector<float>.Count)
            {
                Vector<float> powers = Vector.Exp(new Vector<float>(row[i..]) - shift);
                Vector.Widen(powers, out Vector<double> low, out Vector<double> high);
                lows += low;
                highs += high;
            }

            double sum = Vector.Sum(lows + highs);
            for (; i < row.Length; i++) sum += MathF.Exp(row[i] - largest);
            return sum;
        }
    }
}
