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
        (int layers, int hidden, int heads) = SizeOf(preset) switch
        {
            Preset.Tiny => (2, 128, 4),
            Preset.Mini => (4, 256, 4),
            Preset.Small => (4, 512, 8),
            _ => (12, 768, 12),
        };
        var config = new EncoderConfig
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
        return IsModern(preset) ? ModelFamilies.Modern(config) : config;
    }

    /// <summary>Whether a preset has the layout of today.</summary>
    public static bool IsModern(Preset preset) => SizeOf(preset) != preset;

    /// <summary>The preset of about the same size in BERT's layout, which has the same recipe.</summary>
    public static Preset SizeOf(Preset preset) => preset switch
    {
        Preset.TinyModern => Preset.Tiny,
        Preset.MiniModern => Preset.Mini,
        Preset.SmallModern => Preset.Small,
        _ => preset,
    };

    /// <summary>
    /// The preset where none is chosen: the one that learns most in ten minutes (docs/recipes.md). Sentence pairs need
    /// token types, which the layout of today has not.
    /// </summary>
    public static Preset Usual(bool learnsPairs) => learnsPairs ? Preset.Tiny : Preset.TinyModern;

    /// <summary>What a preset is called where it is chosen.</summary>
    public static string NameOf(Preset preset) => new ChoiceKind<Preset>().Show(preset);
}
