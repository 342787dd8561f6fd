using System.Runtime.CompilerServices;

namespace Cloze.Kernels;

/// <summary>Dropout, residual and layer normalisation of a range of rows, each while it is in cache.</summary>
internal static unsafe class NormKernel
{
    /// <summary>
    /// sum = dropout(input) + residual; destination = (sum - mean) / sqrt(variance + epsilon) * gain + bias.
    /// residual, bias, sum and statistics may be empty; sum and destination may be the input.
    /// </summary>
    [MethodImpl(Compiled.AtOnce)]
    public static void Forward<TLanes>(in NormRows rows, in DropoutKey dropout, float epsilon)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int columns = rows.Gain.Length;
        var philox = new Philox(dropout);
        fixed (float* input = rows.Input, residual = rows.Residual, gain = rows.Gain, bias = rows.Bias)
        fixed (float* sum = rows.Sum, statistics = rows.Statistics, destination = rows.Destination)
        {
            for (int row = 0; row < rows.Count; row++)
            {
                nint start = (nint)row * columns;
                float* y = destination + start;
                float* z = sum is null ? y : sum + start;
                float* x = input + start;
                if (dropout.IsActive)
                {
                    DropoutKernel.ApplyRow<TLanes>(x, philox, dropout, (uint)(rows.First + row), columns, z);
                    x = z;
                }

                float mean = AddResidual<TLanes>(x, residual is null ? null : residual + start, columns, z) / columns;
                float deviation = 1 / MathF.Sqrt((SquaredDeviations<TLanes>(z, mean, columns) / columns) + epsilon);
                Normalise<TLanes>(z, mean, deviation, gain, bias, columns, y);
                if (statistics is null) continue;
                statistics[2 * row] = mean;
                statistics[(2 * row) + 1] = deviation;
            }
        }
    }

    // z = x + residual; returns the sum of z.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float AddResidual<TLanes>(float* x, float* residual, int columns, float* z)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes total = TLanes.Broadcast(0);
        for (int c = 0; c < columns; c += TLanes.Count)
        {
            TLanes value = TLanes.Load(x + c, columns - c);
            if (residual is not null) value += TLanes.Load(residual + c, columns - c);
            if (residual is not null || z != x) TLanes.Store(value, z + c, columns - c);
            total += value;
        }

        return TLanes.Sum(total);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float SquaredDeviations<TLanes>(float* z, float mean, int columns)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes total = TLanes.Broadcast(0), centre = TLanes.Broadcast(mean);
        for (int c = 0; c < columns; c += TLanes.Count)
        {
            TLanes difference = TLanes.Load(z + c, columns - c, mean) - centre;
            total = TLanes.MultiplyAdd(difference, difference, total);
        }

        return TLanes.Sum(total);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Normalise<TLanes>(
        float* z, float mean, float deviation, float* gain, float* bias, int columns, float* y)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes centre = TLanes.Broadcast(mean), factor = TLanes.Broadcast(deviation);
        for (int c = 0; c < columns; c += TLanes.Count)
        {
            int left = columns - c;
            TLanes normal = (TLanes.Load(z + c, left) - centre) * factor;
            TLanes scale = TLanes.Load(gain + c, left);
            TLanes scaled = bias is null
                ? normal * scale
                : TLanes.MultiplyAdd(normal, scale, TLanes.Load(bias + c, left));
            TLanes.Store(scaled, y + c, left);
        }
    }
}
