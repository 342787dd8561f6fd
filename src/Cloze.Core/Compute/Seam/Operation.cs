namespace Cloze.Compute;

/// <summary>
/// The operations of <see cref="Backend"/> by name, in the order of a training step: the profile tells its parts by it.
/// </summary>
internal enum Operation
{
    Embed,
    Linear,
    LinearActivation,
    LinearGated,
    AddNorm,
    ApplyDropout,
    Attention,
    GatherRows,
    CrossEntropy,
    CrossEntropyWithGradient,
    EmbedBackward,
    LinearInputGradient,
    LinearGatedBackward,
    ActivationBackward,
    LinearWeightGradient,
    LinearBackward,
    AddNormBackward,
    AttentionBackward,
    ScatterAddRows,
    Clear,
    SumOfSquares,
    AdamDirection,
    Combine,
    MoveByRatio,
    Normalize,
    Adam,
    Upload,
    Download,
}
