using Cloze.Kernels;

namespace Cloze.Compute;

/// <content>Residual, dropout and layer normalisation.</content>
internal sealed partial class CpuBackend
{
    // The gradients of gain and bias are summed over so many rows each, then these sums in order: the tree is fixed.
    private const int RowsPerNormSum = 64;

    private readonly NativeBuffer _normSums = new();

    /// <inheritdoc/>
    protected override void AddNormCore(
        Tensor input,
        Tensor residual,
        Dropout dropout,
        Tensor gain,
        Tensor bias,
        float epsilon,
        Tensor sum,
        Tensor statistics,
        Tensor destination)
    {
        var job = new NormJob
        {
            Kernels = _kernels,
            Input = input,
            Residual = residual,
            Dropout = KeyOf(dropout),
            Gain = gain,
            Bias = bias,
            Epsilon = epsilon,
            Sum = sum,
            Statistics = statistics,
            Destination = destination,
        };
        _workers.Run(PartsOf(input.Rows, RowsPerPart(input.Columns)), ref job);
    }

    /// <inheritdoc/>
    protected override unsafe void AddNormBackwardCore(
        Tensor gradient,
        Tensor sum,
        Tensor statistics,
        Tensor gain,
        Dropout dropout,
        Tensor inputGradient,
        Tensor residualGradient,
        Tensor gainGradient,
        Tensor biasGradient,
        bool add,
        Tensor columnSums)
    {
        int parts = PartsOf(gradient.Rows, RowsPerNormSum), columns = gradient.Columns;
        float* sums = _normSums.Take((nint)parts * 2 * columns);
        var job = new NormGradientJob
        {
            Kernels = _kernels,
            Gradient = gradient,
            Sum = sum,
            Statistics = statistics,
            Gain = gain,
            Dropout = KeyOf(dropout),
            InputGradient = inputGradient,
            ResidualGradient = residualGradient,
            Adds = add,
            Sums = sums,
        };
        _workers.Run(parts, ref job);
        for (int part = 0; part < parts; part++, sums += 2 * columns)
        {
            _kernels.Accumulate(new ReadOnlySpan<float>(sums, columns), HostArena.Span(gainGradient));
            if (biasGradient.IsNone) continue;
            _kernels.Accumulate(new ReadOnlySpan<float>(sums + columns, columns), HostArena.Span(biasGradient));
        }
    }

    private struct NormJob : IJob
    {
        public required KernelSet Kernels;
        public required Tensor Input, Residual, Gain, Bias, Sum, Statistics, Destination;
        public required DropoutKey Dropout;
        public required float Epsilon;

        public readonly void Execute(int part, int worker)
        {
            int size = RowsPerPart(Input.Columns);
            var rows = new NormRows
            {
                First = part * size,
                Count = Math.Min(size, Input.Rows - (part * size)),
                Input = RowsOf(Input, part, size),
                Residual = RowsOf(Residual, part, size),
                Gain = HostArena.Span(Gain),
                Bias = Bias.IsNone ? default : HostArena.Span(Bias),
                Sum = RowsOf(Sum, part, size),
                Statistics = RowsOf(Statistics, part, size),
                Destination = RowsOf(Destination, part, size),
            };
            Kernels.AddNorm(rows, Dropout, Epsilon);
        }
    }

    private unsafe struct NormGradientJob : IJob
    {
        public required KernelSet Kernels;
        public required Tensor Gradient, Sum, Statistics, Gain, InputGradient, ResidualGradient;
        public required DropoutKey Dropout;
        public required bool Adds;
        public required float* Sums;

        public readonly void Execute(int part, int worker)
        {
            int width = 2 * Gradient.Columns;
            var rows = new NormGradientRows
            {
                First = part * RowsPerNormSum,
                Count = Math.Min(RowsPerNormSum, Gradient.Rows - (part * RowsPerNormSum)),
                Gradient = RowsOf(Gradient, part, RowsPerNormSum),
                Sum = RowsOf(Sum, part, RowsPerNormSum),
                Statistics = RowsOf(Statistics, part, RowsPerNormSum),
                Gain = HostArena.Span(Gain),
                InputGradient = RowsOf(InputGradient, part, RowsPerNormSum),
                ResidualGradient = RowsOf(ResidualGradient, part, RowsPerNormSum),
                Adds = Adds,
                ParameterGradients = new Span<float>(Sums + ((nint)part * width), width),
            };
            Kernels.AddNormBackward(rows, Dropout);
        }
    }
}
