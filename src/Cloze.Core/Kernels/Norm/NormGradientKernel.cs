using System.Runtime.CompilerServices;

namespace Cloze.Kernels;

/// <summary>The gradient of <see cref="NormKernel"/> over a range of rows.</summary>
internal static unsafe class NormGradientKernel
{
    /// <summary>
    /// In the forward pass n = (z - mean) * deviation and y = n * gain + bias. With d = dy * gain:
    /// dz = deviation * (d - mean(d) - n * mean(d * n)). residualGradient = dz, or += dz where it is added to;
    /// inputGradient = dropout(residualGradient).
    /// </summary>
    [MethodImpl(Compiled.AtOnce)]
    public static void Backward<TLanes>(in NormGradientRows rows, in DropoutKey dropout)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int columns = rows.Gain.Length;
        var philox = new Philox(dropout);
        rows.ParameterGradients.Clear();
        fixed (float* gradient = rows.Gradient, sum = rows.Sum, statistics = rows.Statistics, gain = rows.Gain)
        fixed (float* inputGradient = rows.InputGradient, residualGradient = rows.ResidualGradient)
        fixed (float* gainGradient = rows.ParameterGradients)
        {
            for (int row = 0; row < rows.Count; row++)
            {
                nint start = (nint)row * columns;
                var normal = new RowStatistics(statistics[2 * row], statistics[(2 * row) + 1]);
                float* dz = residualGradient + start;
                Sums sums = Reduce<TLanes>(gradient + start, sum + start, normal, gain, columns, gainGradient);
                Spread<TLanes>(gradient + start, sum + start, normal, gain, columns, sums, rows.Adds, dz);
                if (inputGradient is null) continue;
                float* dx = inputGradient + start;
                if (dropout.IsActive)
                {
                    DropoutKernel.ApplyRow<TLanes>(dz, philox, dropout, (uint)(rows.First + row), columns, dx);
                }
                else
                {
                    new ReadOnlySpan<float>(dz, columns).CopyTo(new Span<float>(dx, columns));
                }
            }
        }
    }

    // Adds dy * n and dy to the gradients of gain and bias; returns the sums of d and d * n.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Sums Reduce<TLanes>(
        float* gradient, float* sum, RowStatistics statistics, float* gain, int columns, float* gainGradient)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        float* biasGradient = gainGradient + columns;
        TLanes mean = TLanes.Broadcast(statistics.Mean), deviation = TLanes.Broadcast(statistics.Deviation);
        TLanes plain = TLanes.Broadcast(0), product = TLanes.Broadcast(0);
        for (int c = 0; c < columns; c += TLanes.Count)
        {
            int left = columns - c;
            TLanes dy = TLanes.Load(gradient + c, left);
            TLanes n = (TLanes.Load(sum + c, left) - mean) * deviation;
            TLanes d = dy * TLanes.Load(gain + c, left);
            plain += d;
            product = TLanes.MultiplyAdd(d, n, product);
            TLanes.Store(TLanes.MultiplyAdd(dy, n, TLanes.Load(gainGradient + c, left)), gainGradient + c, left);
            TLanes.Store(dy + TLanes.Load(biasGradient + c, left), biasGradient + c, left);
        }

        return new Sums(TLanes.Sum(plain), TLanes.Sum(product));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Spread<TLanes>(
        float* gradient,
        float* sum,
        RowStatistics statistics,
        float* gain,
        int columns,
        Sums sums,
        bool adds,
        float* dz)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes mean = TLanes.Broadcast(statistics.Mean), deviation = TLanes.Broadcast(statistics.Deviation);
        TLanes plain = TLanes.Broadcast(sums.Plain / columns), product = TLanes.Broadcast(-sums.Product / columns);
        for (int c = 0; c < columns; c += TLanes.Count)
        {
            int left = columns - c;
            TLanes n = (TLanes.Load(sum + c, left) - mean) * deviation;
            TLanes d = (TLanes.Load(gradient + c, left) * TLanes.Load(gain + c, left)) - plain;
            TLanes value = TLanes.MultiplyAdd(n, product, d) * deviation;
            if (adds) value += TLanes.Load(dz + c, left);
            TLanes.Store(value, dz + c, left);
        }
    }

    private readonly record struct RowStatistics(float Mean, float Deviation);

    private readonly record struct Sums(float Plain, float Product);
}
