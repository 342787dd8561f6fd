namespace Cloze.Models;

/// <summary>
/// What an encoder has beside its sizes whose norms come before the blocks, with rotary positions, gated feed-forward
/// parts, and full and local attention by turns (Warner et al. 2024).
/// </summary>
internal sealed record PreNormConfig
{
    /// <summary>The letter of a layer that sees its whole sequence.</summary>
    internal const char Full = 'G';

    /// <summary>The letter of a layer that sees what stands near.</summary>
    internal const char Local = 'L';

    /// <summary>What files say for <see cref="Full"/>.</summary>
    internal const string FullWord = "full_attention";

    /// <summary>What files say for <see cref="Local"/>.</summary>
    internal const string LocalWord = "sliding_attention";

    /// <summary>A letter a layer: <see cref="Full"/> or <see cref="Local"/>.</summary>
    public required string LayerTypes { get; init; }

    /// <summary>The same in the words of files.</summary>
    public IEnumerable<string> LayerWords => LayerTypes.Select(letter => letter == Full ? FullWord : LocalWord);

    /// <summary>The base of the angles of layers that see all.</summary>
    public double FullTheta { get; init; } = 160_000;

    /// <summary>The base of the angles of local layers.</summary>
    public double LocalTheta { get; init; } = 10_000;

    /// <summary>How many tokens a local layer sees, its own in the middle: w / 2 before it, w / 2 behind.</summary>
    public int LocalAttention { get; init; } = 128;

    /// <summary>Whether the linear layers round attention have biases.</summary>
    public bool HasAttentionBias { get; init; }

    /// <summary>Whether the linear layers of the feed-forward parts have biases.</summary>
    public bool HasInnerBias { get; init; }

    /// <summary>Whether the norms have biases.</summary>
    public bool HasNormBias { get; init; }

    /// <summary>Whether the head's linear layer has a bias.</summary>
    public bool HasHeadBias { get; init; }

    /// <summary>Whether the decoder has a bias, one number a word piece.</summary>
    public bool HasDecoderBias { get; init; } = true;

    /// <summary>Dropout after the embeddings' norm in training; null where it is that of hidden states.</summary>
    public float? EmbeddingDropout { get; init; }

    /// <summary>Layers that see all every so many layers, the first among them.</summary>
    public static string Alternating(int layers, int every) =>
        string.Create(layers, every, (letters, period) =>
        {
            for (int layer = 0; layer < letters.Length; layer++) letters[layer] = layer % period == 0 ? Full : Local;
        });

    /// <summary>The period of <see cref="Alternating"/> that gives these layers, or null.</summary>
    public int? FindPeriod()
    {
        for (int period = 1; period <= LayerTypes.Length; period++)
        {
            if (Alternating(LayerTypes.Length, period) == LayerTypes) return period;
        }

        return null;
    }

    /// <summary>How far a layer's queries see to each side; null where they see all.</summary>
    public int? WindowOf(int layer) => LayerTypes[layer] == Local ? LocalAttention / 2 : null;
}
