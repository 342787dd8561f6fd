using System.Runtime.CompilerServices;

namespace Cloze.Kernels;

/// <summary>AdamW's moments and the way it would go, for optimizers that choose how far.</summary>
internal static unsafe class AdamDirectionKernel
{
    /// <summary>
    /// The moments of <see cref="AdamFactors"/>, in place; the gradients become
    /// Rate m / (sqrt(SecondScale v) + Epsilon) + Decay p. The parameters stay.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Turn<TLanes>(
        in AdamFactors factors,
        ReadOnlySpan<float> parameters,
        Span<float> gradients,
        Span<float> firstMoment,
        Span<float> secondMoment)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(gradients.Length, parameters.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(firstMoment.Length, parameters.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(secondMoment.Length, parameters.Length);
        TLanes gradientScale = TLanes.Broadcast(factors.GradientScale), epsilon = TLanes.Broadcast(factors.Epsilon);
        TLanes beta1 = TLanes.Broadcast(factors.Beta1), newBeta1 = TLanes.Broadcast(factors.NewBeta1);
        TLanes beta2 = TLanes.Broadcast(factors.Beta2), newBeta2 = TLanes.Broadcast(factors.NewBeta2);
        TLanes rate = TLanes.Broadcast(factors.Rate), secondScale = TLanes.Broadcast(factors.SecondScale);
        TLanes decay = TLanes.Broadcast(factors.Decay);
        fixed (float* gradient = gradients, parameter = parameters, first = firstMoment, second = secondMoment)
        {
            for (int i = 0; i < parameters.Length; i += TLanes.Count)
            {
                int left = parameters.Length - i;
                TLanes g = TLanes.Load(gradient + i, left) * gradientScale;
                TLanes m = TLanes.MultiplyAdd(TLanes.Load(first + i, left), beta1, g * newBeta1);
                TLanes v = TLanes.MultiplyAdd(TLanes.Load(second + i, left), beta2, g * g * newBeta2);
                TLanes direction = m * rate / (TLanes.Sqrt(v * secondScale) + epsilon);
                TLanes.Store(m, first + i, left);
                TLanes.Store(v, second + i, left);
                TLanes.Store(
                    TLanes.MultiplyAdd(TLanes.Load(parameter + i, left), decay, direction), gradient + i, left);
            }
        }
    }
}
