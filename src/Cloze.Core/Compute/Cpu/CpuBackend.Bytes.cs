namespace Cloze.Compute;

/// <content>What comes after products in bytes and is no part of them: gates, losses.</content>
internal sealed unsafe partial class CpuBackend
{
    private const int LogitsBlock = 1 << 20;

    private void GateInBytes(Activation activation, Tensor preActivation, Tensor destination)
    {
        float* input = HostArena.Pointer(preActivation), output = HostArena.Pointer(destination);
        var gate = new GateEpilogue(KernelOf(activation), input, output, destination.Columns);
        int rows = RowsPerPart(preActivation.Columns);
        var job = new GateJob(gate, destination.Rows, destination.Columns, rows);
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

    private readonly struct GateJob(GateEpilogue gate, int count, int columns, int rows) : IJob
    {
        public void Execute(int part, int worker) => gate.Apply(
            new Kernels.GemmArea(part * rows, Math.Min((part + 1) * rows, count), 0, columns));
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
