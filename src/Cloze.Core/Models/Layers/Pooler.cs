using Cloze.Compute;

namespace Cloze.Models;

/// <summary>pooled = tanh(hidden[first token] · Wᵀ + b).</summary>
/// <param name="backend">Where it runs.</param>
/// <param name="config">The model's sizes.</param>
/// <param name="weights">The model's weights.</param>
internal sealed class Pooler(Backend backend, EncoderConfig config, EncoderWeights weights)
{
    /// <summary>What the backward pass needs of the forward pass.</summary>
    /// <param name="Rows">The hidden states of the first tokens, [S, H].</param>
    /// <param name="PreActivation">rows · Wᵀ + b, [S, H].</param>
    /// <param name="Pooled">Its tanh, [S, H].</param>
    public readonly record struct Cache(Tensor Rows, Tensor PreActivation, Tensor Pooled);

    /// <summary>Takes the memory of one pass over S sequences.</summary>
    public Cache Take(Arena arena, int sequences) => new(
        arena.Take(sequences, config.HiddenSize),
        arena.Take(sequences, config.HiddenSize),
        arena.Take(sequences, config.HiddenSize));

    /// <summary>Computes the pooled rows [S, H] from the hidden states [T, H].</summary>
    /// <param name="hidden">Hidden states of the last layer, [T, H].</param>
    /// <param name="firstRows">The row of each sequence's first token, [S].</param>
    /// <param name="cache">Memory for the results.</param>
    public void Forward(Tensor hidden, ReadOnlySpan<int> firstRows, in Cache cache)
    {
        backend.GatherRows(hidden, firstRows, cache.Rows);
        backend.LinearActivation(
            cache.Rows,
            weights.Pooler.Weight,
            weights.Pooler.Bias,
            Activation.Tanh,
            cache.PreActivation,
            cache.Pooled);
    }

    /// <summary>
    /// Adds to the gradients of the weights and to that of the hidden states [T, H]; <paramref name="gradient"/>
    /// [S, H] is that of the pooled rows, and is used up.
    /// </summary>
    public void Backward(
        ReadOnlySpan<int> firstRows, in Cache cache, EncoderWeights gradients, Tensor gradient, Tensor hiddenGradient)
    {
        // pooled = tanh(preActivation), in place
        backend.ActivationBackward(Activation.Tanh, cache.PreActivation, gradient);

        // preActivation = rows · Wᵀ + b: adds to the weights'; that of the rows overwrites pooled, now done with
        backend.LinearBackward(
            gradient,
            cache.Rows,
            weights.Pooler.Weight,
            add: false,
            cache.Pooled,
            gradients.Pooler.Weight,
            gradients.Pooler.Bias);

        // rows = hidden[firstRows]: adds
        backend.ScatterAddRows(cache.Pooled, firstRows, hiddenGradient);
    }
}
