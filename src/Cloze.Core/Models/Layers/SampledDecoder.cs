using Cloze.Compute;

namespace Cloze.Models;

/// <summary>The decoder's rows of a part of the vocabulary, side by side, and their gradients.</summary>
/// <param name="backend">Where it runs.</param>
/// <param name="decoder">The whole decoder, [V, E].</param>
internal sealed class SampledDecoder(Backend backend, LinearWeights decoder)
{
    /// <summary>What a pass reads and makes.</summary>
    /// <param name="Weight">The rows, [C, E].</param>
    /// <param name="Bias">Their biases and what is added to each logit, [1, C].</param>
    /// <param name="Offsets">What is added to each logit, [1, C].</param>
    /// <param name="WeightGradient">The gradient of the rows, [C, E].</param>
    /// <param name="BiasGradient">That of their biases, [1, C].</param>
    public readonly record struct Cache(
        Tensor Weight, Tensor Bias, Tensor Offsets, Tensor WeightGradient, Tensor BiasGradient);

    /// <summary>Takes the memory of so many pieces.</summary>
    public Cache Take(Arena arena, int pieces) => new(
        arena.TakeFloat32(pieces, decoder.Weight.Columns),
        arena.TakeFloat32(1, pieces),
        arena.TakeFloat32(1, pieces),
        arena.TakeFloat32(pieces, decoder.Weight.Columns),
        arena.TakeFloat32(1, pieces));

    /// <summary>Copies the rows of the pieces, and clears their gradients.</summary>
    public void Gather(SampledVocabulary sample, in Cache cache)
    {
        backend.GatherRows(decoder.Weight, sample.Pieces, cache.Weight);
        backend.Upload(sample.Offsets, cache.Offsets);
        if (decoder.Bias.IsNone) backend.Clear(cache.Bias);
        else backend.GatherRows(Column(decoder.Bias), sample.Pieces, Column(cache.Bias));
        backend.Combine(1, cache.Bias, 1, cache.Offsets, cache.Bias);
        backend.Clear(cache.WeightGradient);
        backend.Clear(cache.BiasGradient);
    }

    /// <summary>Adds the gradients of the rows to the decoder's; none to what is absent there.</summary>
    public void ScatterAdd(SampledVocabulary sample, in Cache cache, LinearWeights gradient)
    {
        if (!gradient.Weight.IsNone) backend.ScatterAddRows(cache.WeightGradient, sample.Pieces, gradient.Weight);
        if (gradient.Bias.IsNone) return;
        backend.ScatterAddRows(Column(cache.BiasGradient), sample.Pieces, Column(gradient.Bias));
    }

    private static Tensor Column(Tensor row) => row.Slice(0, row.Columns, 1);
}
