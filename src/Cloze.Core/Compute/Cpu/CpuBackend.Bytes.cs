namespace Cloze.Compute;

/// <content>Losses where products are computed in bytes: a block of logits, then its rows.</content>
internal sealed unsafe partial class CpuBackend
{
    private const int LogitsBlock = 1 << 20;

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

    private readonly struct LossJob(float* logits, int size, int* labels, float* losses, int* ranks) : IJob
    {
        public void Execute(int part, int worker)
        {
            var row = new ReadOnlySpan<float>(logits + ((nint)part * size), size);
            float largest = float.NegativeInfinity, own = row[labels[part]];
            foreach (float value in row) largest = Math.Max(largest, value);
            double sum = 0;
            int likelier = 0;
            foreach (float value in row)
            {
                sum += MathF.Exp(value - largest);
                if (value > own) likelier++;
            }

            losses[part] = (float)(Math.Log(sum) + largest - own);
            if (ranks is not null) ranks[part] = likelier;
        }
    }
}
