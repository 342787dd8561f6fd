using System.Runtime.CompilerServices;

namespace Cloze.Kernels;

/// <summary>
/// AdamW over a run of parameters, in one pass over the memory: both moments in place, and the way that the formula of
/// <see cref="AdamFactors"/> goes, Rate m / (sqrt(SecondScale v) + Epsilon) + Decay p.
/// </summary>
internal static unsafe class AdamKernel
{
    // What becomes of the way.
    private interface IEnd
    {
        static abstract void Put<TLanes>(TLanes way, float* gradient, float* parameter, int left)
            where TLanes : unmanaged, ILanes<TLanes>;
    }

    /// <summary>The parameters go it; the gradients become zero.</summary>
    public static void Step<TLanes>(
        in AdamFactors factors,
        Span<float> gradients,
        Span<float> parameters,
        Span<float> firstMoment,
        Span<float> secondMoment)
        where TLanes : unmanaged, ILanes<TLanes> =>
        Run<TLanes, Gone>(factors, gradients, parameters, firstMoment, secondMoment);

    /// <summary>The gradients become it, for optimizers that choose how far to go; the parameters stay.</summary>
    public static void Turn<TLanes>(
        in AdamFactors factors,
        Span<float> gradients,
        Span<float> parameters,
        Span<float> firstMoment,
        Span<float> secondMoment)
        where TLanes : unmanaged, ILanes<TLanes> =>
        Run<TLanes, Shown>(factors, gradients, parameters, firstMoment, secondMoment);

    [MethodImpl(Compiled.AtOnce)]
    private static void Run<TLanes, TEnd>(
        in AdamFactors factors,
        Span<float> gradients,
        Span<float> parameters,
        Span<float> firstMoment,
        Span<float> secondMoment)
        where TLanes : unmanaged, ILanes<TLanes>
        where TEnd : IEnd
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
                TLanes.Store(m, first + i, left);
                TLanes.Store(v, second + i, left);
                TLanes change = m * rate / (TLanes.Sqrt(v * secondScale) + epsilon);
                TLanes way = TLanes.MultiplyAdd(TLanes.Load(parameter + i, left), decay, change);
                TEnd.Put(way, gradient + i, parameter + i, left);
            }
        }
    }

    private readonly struct Gone : IEnd
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Put<TLanes>(TLanes way, float* gradient, float* parameter, int left)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            TLanes.Store(TLanes.Broadcast(0), gradient, left);
            TLanes.Store(TLanes.Load(parameter, left) - way, parameter, left);
        }
    }

    private readonly struct Shown : IEnd
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Put<TLanes>(TLanes way, float* gradient, float* parameter, int left)
            where TLanes : unmanaged, ILanes<TLanes> => TLanes.Store(way, gradient, left);
    }
}
