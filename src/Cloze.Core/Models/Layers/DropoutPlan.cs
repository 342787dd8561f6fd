using Cloze.Compute;

namespace Cloze.Models;

/// <summary>Where an encoder drops in one step: each place has a site number of its own.</summary>
/// <param name="Hidden">Probability for hidden states.</param>
/// <param name="Attention">Probability for attention probabilities.</param>
/// <param name="Seed">The run's seed.</param>
/// <param name="Step">The optimizer step, with the part of the batch mixed in where a step has several.</param>
internal readonly record struct DropoutPlan(float Hidden, float Attention, ulong Seed, uint Step)
{
    /// <summary>No dropout anywhere, as in inference.</summary>
    public static DropoutPlan None => default;

    /// <summary>
    /// What <see cref="Step"/> is for a part of an optimizer step, of which each drops other values: the step itself
    /// for the first. Multiples of the golden ratio's share of 2^32 stay far apart (Knuth 1973), so that no two of some
    /// millions of steps share a number.
    /// </summary>
    public static uint StepOf(int step, int part) => unchecked((uint)step + ((uint)part * 0x9E3779B9));

    /// <summary>The probability for what the embeddings give; that of hidden states unless said.</summary>
    public float Embeddings { get; init; } = Hidden;

    /// <summary>After the embeddings' LayerNorm.</summary>
    public Dropout AfterEmbeddings => new(Embeddings, Seed, Step, 0);

    /// <summary>On the attention probabilities of a layer.</summary>
    public Dropout InAttention(int layer) => new(Attention, Seed, Step, Site(layer, 0));

    /// <summary>On the output of a layer's attention, before the residual is added.</summary>
    public Dropout AfterAttention(int layer) => new(Hidden, Seed, Step, Site(layer, 1));

    /// <summary>The same where norms come first: at the rate of the attention itself.</summary>
    public Dropout AfterPreNormAttention(int layer) => new(Attention, Seed, Step, Site(layer, 1));

    /// <summary>On the output of a layer's feed-forward part, before the residual is added.</summary>
    public Dropout AfterFeedForward(int layer) => new(Hidden, Seed, Step, Site(layer, 2));

    /// <summary>The same where a gate ends it: on what its last linear layer reads.</summary>
    public Dropout InGatedFeedForward(int layer) => AfterFeedForward(layer);

    private static uint Site(int layer, int place) => (uint)((3 * layer) + place + 1);
}
