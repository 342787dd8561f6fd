using Cloze.Models;

namespace Cloze.Training;

/// <summary>The sizes behind the presets' names.</summary>
internal static class PresetSizes
{
    /// <summary>The configuration of a new model.</summary>
    /// <param name="preset">The preset.</param>
    /// <param name="vocabularySize">V, the number of pieces.</param>
    /// <param name="maximumPositions">The longest sequence.</param>
    /// <param name="dropout">Dropout of hidden states and attention probabilities.</param>
    /// <param name="paddingId">Id of the padding piece.</param>
    public static EncoderConfig Config(
        Preset preset, int vocabularySize, int maximumPositions, float dropout, int paddingId)
    {
        (int layers, int hidden, int heads) = preset switch
        {
            Preset.Tiny => (2, 128, 4),
            Preset.Mini => (4, 256, 4),
            Preset.Small => (4, 512, 8),
            _ => (12, 768, 12),
        };
        return new EncoderConfig
        {
            VocabularySize = vocabularySize,
            LayerCount = layers,
            HiddenSize = hidden,
            AttentionHeadCount = heads,
            InnerSize = 4 * hidden,
            MaximumPositions = maximumPositions,
            HiddenDropout = dropout,
            AttentionDropout = dropout,
            PaddingId = paddingId,
        };
    }
}
