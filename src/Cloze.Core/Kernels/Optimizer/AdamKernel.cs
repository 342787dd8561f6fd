using System.Runtime.CompilerServices;

namespace Cloze.Kernels;

/// <summary>AdamW over a run of parameters, in one pass over the memory.</summary>
internal static unsafe class AdamKernel
{
    /// <summary>The formula of <see cref="AdamFactors"/>, in place; the gradients become zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Step<TLanes>(
        in AdamFactors factors,
        Span<float> gradients,
        Span<float> parameters,
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
        TLanes rate = TLanes.Broadcast(-factors.Rate), secondScale = TLanes.Broadcast(factors.SecondScale);
        TLanes decay = TLanes.Broadcast(-factors.Decay);
        fixed (float* gradient = gradients, parameter = parameters, first = firstMoment, second = secondMoment)
        {
            for (int i = 0; i < parameters.Length; i += TLanes.Count)
            {
                int left = parameters.Length - i;
                TLanes g = TLanes.Load(gradient + i, left) * gradientScale;
                TLanes m = TLanes.MultiplyAdd(TLanes.Load(first + i, left), beta1, g * newBeta1);
                TLanes v = TLanes.MultiplyAdd(TLanes.Load(second + i, left), beta2, g * g * newBeta2);
                TLanes p = TLanes.Load(parameter + i, left);
                TLanes change = m * rate / (TLanes.Sqrt(v * secondScale) + epsilon);
                TLanes.Store(TLanes.Broadcast(0), gradient + i, left);
                TLanes.Store(m, first + i, left);
                TLanes.Store(v, second + i, left);
                TLanes.Store(p + TLanes.MultiplyAdd(p, decay, change), parameter + i, left);
            }
        }
    }
}
