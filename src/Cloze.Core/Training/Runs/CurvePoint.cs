namespace Cloze.Training;

/// <summary>One point of a run's curves: the steps since the point before.</summary>
/// <param name="Step">The last of these steps.</param>
/// <param name="Tokens">Tokens read up to it.</param>
/// <param name="Seconds">Training time up to it.</param>
/// <param name="Loss">Mean loss of these steps, in nats.</param>
/// <param name="SmoothedLoss">The loss averaged over about the last hundred steps.</param>
/// <param name="LearningRate">The rate of the last step.</param>
/// <param name="GradientNorm">Norm of the last step's gradients before clipping.</param>
/// <param name="TokensPerSecond">Real tokens a second, over the last seconds of training.</param>
internal readonly record struct CurvePoint(
    int Step,
    long Tokens,
    double Seconds,
    double Loss,
    double SmoothedLoss,
    float LearningRate,
    double GradientNorm,
    double TokensPerSecond);
