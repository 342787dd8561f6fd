using Cloze.Kernels;

namespace Cloze.Compute;

/// <content>Operations on each value alone: activations, dropout.</content>
internal sealed partial class CpuBackend
{
    // Values in a part: enough to outweigh claiming it, few enough to stay in the nearest cache.
    private const int ValuesPerPart = 8192;

    private readonly KernelSet _kernels;

    /// <inheritdoc/>
    protected override void ActivationBackwardCore(Activation activation, Tensor preActivation, Tensor gradient)
    {
        var job = new ActivationGradientJob(KernelOf(activation), preActivation, gradient);
        _workers.Run(PartsOf(gradient.Count, ValuesPerPart), ref job);
    }

    /// <inheritdoc/>
    protected override void ApplyDropoutCore(Tensor input, Dropout dropout, Tensor destination, int parts)
    {
        int rowsPerPart = RowsPerPart(input.Columns);
        var job = new DropoutJob(_kernels, KeyOf(dropout), input, rowsPerPart, destination, parts);
        _workers.Run(PartsOf(input.Rows, rowsPerPart), ref job);
    }

    private static int PartsOf(nint count, int size) => checked((int)((count + size - 1) / size));

    private static int RowsPerPart(int columns) => Math.Max(1, ValuesPerPart / Math.Max(1, columns));

    // The rows [part * size, (part + 1) * size) of a tensor, or nothing of none.
    private static unsafe Span<float> RowsOf(Tensor tensor, int part, int size)
    {
        if (tensor.IsNone) return default;
        int first = part * size, count = Math.Min(size, tensor.Rows - first);
        return new Span<float>(HostArena.Pointer(tensor) + ((nint)first * tensor.Columns), count * tensor.Columns);
    }

    // The values [part * size, (part + 1) * size) of a tensor.
    private static unsafe Span<float> ValuesOf(Tensor tensor, int part, int size)
    {
        nint first = (nint)part * size;
        return new Span<float>(HostArena.Pointer(tensor) + first, (int)Math.Min(size, tensor.Count - first));
    }

    private static DropoutKey KeyOf(Dropout dropout) => dropout.IsActive
        ? new DropoutKey(dropout.Seed, dropout.Step, dropout.Stream, dropout.Threshold, dropout.KeptScale)
        : default;

    private ActivationKernel KernelOf(Activation activation) => activation switch
    {
        Activation.Gelu => _kernels.Gelu,
        Activation.GeluTanh => _kernels.GeluTanh,
        Activation.Relu => _kernels.Relu,
        Activation.Tanh => _kernels.Tanh,
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "There is no such activation."),
    };

    private readonly struct ActivationGradientJob(ActivationKernel kernel, Tensor preActivation, Tensor gradient) : IJob
    {
        public void Execute(int part, int worker) =>
            kernel.Backward(ValuesOf(preActivation, part, ValuesPerPart), ValuesOf(gradient, part, ValuesPerPart));
    }

    private readonly struct DropoutJob(
        KernelSet kernels, DropoutKey key, Tensor input, int size, Tensor destination, int partsOfRow) : IJob
    {
        public void Execute(int part, int worker)
        {
            Span<float> x = RowsOf(input, part, size), y = RowsOf(destination, part, size);
            if (!key.IsActive) x.CopyTo(y);
            else if (partsOfRow == 1) kernels.ApplyDropout(x, key, part * size, input.Columns, y);
            else DropParts(x, part * size, y);
        }

        private void DropParts(ReadOnlySpan<float> x, int firstRow, Span<float> y)
        {
            int columns = input.Columns / partsOfRow;
            for (int i = 0; i * columns < x.Length; i++)
            {
                Range one = (i * columns)..((i + 1) * columns);
                kernels.ApplyDropout(x[one], key, firstRow + (i / partsOfRow), columns, y[one]);
            }
        }
    }
}
