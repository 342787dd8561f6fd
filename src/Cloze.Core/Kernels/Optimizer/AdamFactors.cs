namespace Cloze.Kernels;

/// <summary>
/// One step of AdamW (Loshchilov and Hutter 2019) as factors: g = GradientScale * gradient;
/// m = Beta1 m + NewBeta1 g; v = Beta2 v + NewBeta2 g^2;
/// p -= Rate m / (sqrt(SecondScale v) + Epsilon) + Decay p.
/// </summary>
/// <param name="GradientScale">Clipping.</param>
/// <param name="Beta1">Decay of the first moment.</param>
/// <param name="NewBeta1">1 - Beta1.</param>
/// <param name="Beta2">Decay of the second moment.</param>
/// <param name="NewBeta2">1 - Beta2.</param>
/// <param name="Rate">The learning rate, divided by the correction of the first moment's bias.</param>
/// <param name="SecondScale">The reciprocal of the correction of the second moment's bias.</param>
/// <param name="Epsilon">Added to the root of the second moment.</param>
/// <param name="Decay">Learning rate times weight decay.</param>
internal readonly record struct AdamFactors(
    float GradientScale,
    float Beta1,
    float NewBeta1,
    float Beta2,
    float NewBeta2,
    float Rate,
    float SecondScale,
    float Epsilon,
    float Decay);
