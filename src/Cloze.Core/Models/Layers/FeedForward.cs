using Cloze.Compute;

namespace Cloze.Models;

/// <summary>
/// The feed-forward part of a layer: output = norm(dropout(activation(input · W1ᵀ + b1) · W2ᵀ + b2) + input).
/// </summary>
/// <param name="backend">Where it runs.</param>
/// <param name="config">The model's sizes.</param>
/// <param name="layer">The layer's number, from 0.</param>
/// <param name="weights">The layer's weights.</param>
internal sealed class FeedForward(Backend backend, EncoderConfig config, int layer, EncoderLayerWeights weights)
{
    /// <summary>What the backward pass needs of the forward pass.</summary>
    /// <param name="PreActivation">
    /// input · W1ᵀ + b1, [T, F]; none in inference. The backward pass turns it into its activation, unless that is
    /// kept.
    /// </param>
    /// <param name="Activated">
    /// Its activation, [T, F]; in training it is gone after the forward pass, unless the backend keeps it.
    /// </param>
    /// <param name="Sum">The projection, then dropout(projection) + input, [T, H].</param>
    /// <param name="Statistics">Mean and reciprocal deviation of each row, [T, 2]; none in inference.</param>
    public readonly record struct Cache(Tensor PreActivation, Tensor Activated, Tensor Sum, Tensor Statistics);

    /// <summary>Takes the memory of one pass over T tokens that no backward pass follows.</summary>
    public Cache Take(Arena arena, int tokens) => new(
        Tensor.None,
        arena.Take(tokens, config.InnerSize),
        arena.Take(tokens, config.HiddenSize),
        Tensor.None);

    /// <summary>Takes the memory of a forward and a backward pass over T tokens.</summary>
    public Cache Take(Arena arena, int tokens, in LayerScratch scratch) => new(
        arena.Take(tokens, config.InnerSize),
        backend.KeepsActivations ? arena.Take(tokens, config.InnerSize) : scratch.Inner,
        arena.Take(tokens, config.HiddenSize),
        arena.TakeFloat32(tokens, 2));

    /// <summary>The part of the memory that a pass over so many rows takes.</summary>
    public static Cache RowsOf(in Cache cache, int rows)
    {
        Tensor First(Tensor tensor) => tensor.IsNone ? Tensor.None : tensor.RowRange(0, rows);
        return new Cache(
            First(cache.PreActivation), First(cache.Activated), First(cache.Sum), First(cache.Statistics));
    }

    /// <summary>Computes the output [T, H] from the input [T, H].</summary>
    public void Forward(Tensor input, DropoutPlan dropout, in Cache cache, Tensor output)
    {
        backend.LinearActivation(
            input, weights.Inner.Weight, weights.Inner.Bias, config.Activation, cache.PreActivation, cache.Activated);
        Residual.Forward(
            backend,
            cache.Activated,
            weights.Output,
            input,
            dropout.AfterFeedForward(layer),
            weights.OutputNorm,
            config.LayerNormEpsilon,
            cache.Sum,
            cache.Statistics,
            output);
    }

    /// <summary>
    /// Turns <paramref name="gradient"/> [T, H], that of the output, into that of the input, in place; adds to the
    /// gradients of the weights.
    /// </summary>
    public void Backward(
        Tensor input,
        DropoutPlan dropout,
        in Cache cache,
        EncoderLayerWeights gradients,
        in LayerScratch scratch,
        Tensor gradient)
    {
        // output = norm(sum), sum = dropout(projection) + input: gradient becomes that of the sum, and so, for now,
        // that of the input
        Dropout dropped = dropout.AfterFeedForward(layer);
        Tensor beforeDropout = dropped.IsActive ? scratch.Dropped.RowRange(0, gradient.Rows) : Tensor.None;
        Tensor projection = dropped.IsActive ? beforeDropout : gradient;
        Tensor inner = scratch.Inner.RowRange(0, gradient.Rows);
        backend.AddNormBackward(
            gradient,
            cache.Sum,
            cache.Statistics,
            weights.OutputNorm.Gain,
            dropped,
            beforeDropout,
            gradient,
            gradients.OutputNorm.Gain,
            gradients.OutputNorm.Bias,
            columnSums: backend.Early(gradients.Output.Bias));

        // projection = activated · W2ᵀ + b2, activated = activation(preActivation): overwrites the pre-activation's,
        // makes activated again where preActivation was, unless it is kept, adds to the weights'
        backend.LinearInputGradient(
            projection,
            weights.Output.Weight,
            config.Activation,
            cache.PreActivation,
            inner,
            backend.Early(gradients.Inner.Bias));
        Tensor activated = backend.KeepsActivations ? cache.Activated : cache.PreActivation;
        backend.LinearWeightGradient(
            projection, activated, gradients.Output.Weight, backend.Late(gradients.Output.Bias));

        // preActivation = input · W1ᵀ + b1: adds to the weights' and to the input's
        backend.LinearBackward(
            inner,
            input,
            weights.Inner.Weight,
            add: true,
            gradient,
            gradients.Inner.Weight,
            backend.Late(gradients.Inner.Bias));
    }
}
