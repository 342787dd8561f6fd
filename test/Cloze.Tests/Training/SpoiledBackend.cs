using Cloze.Compute;
using Cloze.Tests.Reference;

namespace Cloze.Tests.Training;

/// <summary>Spoils some training steps, by their number among all that were tried.</summary>
internal sealed class SpoiledBackend : ReferenceBackend
{
    /// <summary>What is added to every loss of a step, in nats.</summary>
    public Func<int, float> AddedLoss { get; init; } = _ => 0;

    /// <summary>Whether the weights are no numbers after a step.</summary>
    public Func<int, bool> BreaksWeights { get; init; } = _ => false;

    /// <summary>Steps tried so far.</summary>
    public int Tried { get; set; }

    protected override void CrossEntropyWithGradientCore(
        Tensor hidden,
        Tensor decoder,
        Tensor bias,
        ReadOnlySpan<int> labels,
        float scale,
        Span<float> losses,
        Tensor hiddenGradient,
        Tensor decoderGradient,
        Tensor biasGradient)
    {
        base.CrossEntropyWithGradientCore(
            hidden, decoder, bias, labels, scale, losses, hiddenGradient, decoderGradient, biasGradient);
        float added = AddedLoss(++Tried);
        for (int m = 0; m < labels.Length; m++) losses[m] += added;
    }

    protected override void AdamCore(
        Tensor parameters,
        Tensor gradients,
        Tensor firstMoment,
        Tensor secondMoment,
        ReadOnlySpan<int> edges,
        AdamStep step)
    {
        base.AdamCore(parameters, gradients, firstMoment, secondMoment, edges, step);
        if (BreaksWeights(Tried)) HostArena.Span(parameters)[3] = float.NaN;
    }
}
