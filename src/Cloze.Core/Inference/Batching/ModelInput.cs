using Cloze.Models;
using Cloze.Text;

namespace Cloze.Inference;

/// <summary>Texts as a model reads them.</summary>
internal static class ModelInput
{
    /// <summary>Encodes a text for a model, cut to its positions.</summary>
    /// <exception cref="ClozeException">The model has too few positions or token types for it.</exception>
    /// <exception cref="ArgumentNullException">There is no text.</exception>
    public static Encoding Encode(Tokenizer tokenizer, EncoderConfig config, TextPair text)
    {
        ArgumentNullException.ThrowIfNull(text.Text, nameof(text));
        Encoding encoding = tokenizer.Encode(
            text.Text, text.Pair, new EncodingOptions { MaximumLength = config.MaximumPositions });
        if (encoding.InputIds.Length > config.MaximumPositions)
        {
            throw new ClozeException(
                $"The model has {config.MaximumPositions} positions, fewer than the special tokens round a text.",
                "Use a model with more positions.");
        }

        bool looksAtTypes = text.Pair is not null && config.TokenTypes > 0;
        if (!looksAtTypes || encoding.TokenTypeIds.All(type => type < config.TokenTypes)) return encoding;
        throw new ClozeException(
            $"A second text is given, and the model knows {config.TokenTypes} token type.", "Give one text.");
    }

    /// <summary>Makes sure that something is asked for.</summary>
    /// <exception cref="ClozeException">No prediction is.</exception>
    public static void RequireCount(int topK)
    {
        if (topK >= 1) return;
        throw new ClozeException($"top-k is {topK}, expected 1 or more.", "Ask for at least one prediction.");
    }
}
