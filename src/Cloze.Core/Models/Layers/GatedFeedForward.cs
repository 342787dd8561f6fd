using Cloze.Compute;

namespace Cloze.Models;

/// <summary>
/// The gated feed-forward part of a layer whose norms come first (Shazeer 2020): with [u, g] = input · Wiᵀ + bi,
/// output = dropout(activation(u) ∘ g) · Woᵀ + bo + stream, and in the last layer the norm of that. The input is the
/// norm of the stream, which the attention before made.
/// </summary>
/// <param name="backend">Where it runs.</param>
/// <param name="config">The model's sizes.</param>
/// <param name="layer">The layer's number, from 0.</param>
/// <param name="weights">The layer's weights.</param>
internal sealed class GatedFeedForward(Backend backend, EncoderConfig config, int layer, EncoderLayerWeights weights)
{
    private readonly bool _norms = !weights.FinalNorm.Gain.IsNone;

    /// <summary>Takes the memory of one pass over T tokens that no backward pass follows.</summary>
    public FeedForward.Cache Take(Arena arena, int tokens) => new(
        arena.Take(tokens, 2 * config.InnerSize),
        arena.Take(tokens, config.InnerSize),
        arena.Take(tokens, config.HiddenSize),
        Tensor.None);

    /// <summary>Takes the memory of a forward and a backward pass over T tokens.</summary>
    public FeedForward.Cache Take(Arena arena, int tokens, in LayerScratch scratch) => new(
        arena.Take(tokens, 2 * config.InnerSize),
        scratch.Inner,
        arena.Take(tokens, config.HiddenSize),
        arena.TakeFloat32(tokens, 2));

    /// <summary>Computes the output [T, H] from the input and the stream [T, H].</summary>
    public void Forward(Tensor input, Tensor stream, DropoutPlan dropout, in FeedForward.Cache cache, Tensor output)
    {
        backend.LinearGated(
            input, weights.Inner.Weight, weights.Inner.Bias, config.Activation, cache.PreActivation, cache.Activated);
        Dropout dropped = dropout.InGatedFeedForward(layer);
        if (dropped.IsActive) backend.ApplyDropout(cache.Activated, dropped, cache.Activated);
        backend.Linear(cache.Activated, weights.Output.Weight, weights.Output.Bias, cache.Sum);
        if (_norms)
        {
            backend.AddNorm(
                cache.Sum,
                stream,
                Dropout.None,
                weights.FinalNorm.Gain,
                weights.FinalNorm.Bias,
                config.LayerNormEpsilon,
                cache.Sum,
                cache.Statistics,
                output);
            return;
        }

        backend.Combine(1, cache.Sum, 1, stream, output);
    }

    /// <summary>
    /// Turns <paramref name="gradient"/> [T, H], that of the output, into that of the stream, in place; overwrites
    /// <paramref name="inputGradient"/> [T, H]; adds to the gradients of the weights.
    /// </summary>
    public void Backward(
        Tensor input,
        DropoutPlan dropout,
        in FeedForward.Cache cache,
        EncoderLayerWeights gradients,
        in LayerScratch scratch,
        Tensor gradient,
        Tensor inputGradient)
    {
        // output = norm(sum) or sum, sum = projection + stream: gradient becomes that of both
        if (_norms) NormBackward(cache, gradients, gradient);

        // projection = dropped · Woᵀ + bo, dropped = dropout(activation(u) ∘ g): [u, g] become their own gradients,
        // and what was dropped is made again; adds to the weights'
        Dropout dropped = dropout.InGatedFeedForward(layer);
        Tensor activated = scratch.Inner.RowRange(0, gradient.Rows);
        backend.LinearGatedBackward(
            gradient, weights.Output.Weight, config.Activation, cache.PreActivation, activated);
        if (dropped.IsActive)
        {
            backend.ApplyDropout(cache.PreActivation, dropped, cache.PreActivation, parts: 2);
            backend.ApplyDropout(activated, dropped, activated);
        }

        backend.LinearWeightGradient(gradient, activated, gradients.Output.Weight, gradients.Output.Bias);

        // [u, g] = input · Wiᵀ + bi: overwrites the input's, adds to the weights'
        backend.LinearBackward(
            cache.PreActivation,
            input,
            weights.Inner.Weight,
            add: false,
            inputGradient,
            gradients.Inner.Weight,
            gradients.Inner.Bias);
    }

    private void NormBackward(in FeedForward.Cache cache, EncoderLayerWeights gradients, Tensor gradient) =>
        backend.AddNormBackward(
            gradient,
            cache.Sum,
            cache.Statistics,
            weights.FinalNorm.Gain,
            Dropout.None,
            Tensor.None,
            gradient,
            gradients.FinalNorm.Gain,
            gradients.FinalNorm.Bias);
}
