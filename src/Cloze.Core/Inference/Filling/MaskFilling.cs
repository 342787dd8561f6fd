using System.Runtime.InteropServices;
using Cloze.Models;
using Cloze.Predictions;
using Cloze.Text;

namespace Cloze.Inference;

/// <summary>
/// One caller's wish, checked: turns texts into sequences for the model, and its predictions into words.
/// </summary>
internal sealed class MaskFilling
{
    private readonly Tokenizer _tokenizer;
    private readonly EncoderConfig _config;
    private readonly int[]? _targets;
    private readonly int _count;
    private readonly IReadOnlyList<string> _notes = [];

    /// <summary>Checks the options.</summary>
    /// <exception cref="ClozeException">Top-k is below 1, or no target is a single piece.</exception>
    public MaskFilling(Tokenizer tokenizer, EncoderConfig config, FillOptions? options)
    {
        options ??= new FillOptions();
        if (options.TopK < 1)
        {
            throw new ClozeException(
                $"top-k is {options.TopK}, expected 1 or more.", "Ask for at least one prediction.");
        }

        _tokenizer = tokenizer;
        _config = config;
        _count = options.TopK;
        _targets = tokenizer.Vocabulary.UsedIds;
        if (options.Targets is null) return;
        var targets = Targets.Resolve(tokenizer, options.Targets);
        _targets = targets.Ids;
        _notes = targets.LeftOut;
    }

    private string MaskToken => _tokenizer.Vocabulary[_tokenizer.Vocabulary.MaskId];

    /// <summary>A text as the model reads it, cut to its positions.</summary>
    /// <exception cref="ClozeException">It has no mask, or is more than the model can read.</exception>
    public MaskedText Prepare(TextPair text)
    {
        Encoding encoding = Encode(_tokenizer, _config, text);
        int[] ids = ImmutableCollectionsMarshal.AsArray(encoding.InputIds)!;
        int[] types = ImmutableCollectionsMarshal.AsArray(encoding.TokenTypeIds)!;
        int[] positions = PositionsOf(_tokenizer.Vocabulary.MaskId, ids);
        if (positions.Length == 0) throw NoMask(encoding.TokensCut);
        return new MaskedText(new MaskedSequence(ids, types, positions, _targets, _count), encoding.TokensCut);
    }

    /// <summary>One of many texts as the model reads it.</summary>
    /// <exception cref="TextException">It is refused.</exception>
    public MaskedText Prepare(TextPair text, int index)
    {
        try
        {
            return Prepare(text);
        }
        catch (ClozeException error)
        {
            throw new TextException(index, error);
        }
    }

    /// <summary>The answer to a text that was in a batch.</summary>
    public FillResult Answer(MaskedText text)
    {
        MaskedSequence sequence = text.Sequence;
        var masks = new IReadOnlyList<Prediction>[sequence.Positions.Length];
        for (int mask = 0; mask < masks.Length; mask++) masks[mask] = Answer(sequence, mask);
        return new FillResult(masks, text.TokensCut) { Notes = _notes };
    }

    /// <summary>The one mask's predictions.</summary>
    /// <exception cref="ClozeException">There are several masks.</exception>
    public IReadOnlyList<Prediction> Single(FillResult result) => result.Masks.Count == 1
        ? result.Masks[0]
        : throw new ClozeException(
            $"The text has {result.Masks.Count} {MaskToken} tokens, expected one.",
            "Call FillMasks for several masks.");

    /// <summary>Encodes a text for a model, cut to its positions.</summary>
    /// <exception cref="ClozeException">The model has too few positions or token types for it.</exception>
    public static Encoding Encode(Tokenizer tokenizer, EncoderConfig config, TextPair text)
    {
        Encoding encoding = tokenizer.Encode(
            text.Text, text.Pair, new EncodingOptions { MaximumLength = config.MaximumPositions });
        if (encoding.InputIds.Length > config.MaximumPositions)
        {
            throw new ClozeException(
                $"The model has {config.MaximumPositions} positions, fewer than the special tokens round a text.",
                "Use a model with more positions.");
        }

        if (text.Pair is null || encoding.TokenTypeIds.All(type => type < config.TokenTypes)) return encoding;
        throw new ClozeException(
            $"A second text is given, and the model knows {config.TokenTypes} token type.", "Give one text.");
    }

    private Prediction[] Answer(MaskedSequence sequence, int mask)
    {
        RowPrediction row = sequence.Predictions[mask];
        string[] texts = _tokenizer.DecodeEach(
            sequence.Ids, sequence.Positions[mask], row.Ids, skipSpecialTokens: sequence.Positions.Length == 1);
        var predictions = new Prediction[row.Ids.Length];
        for (int i = 0; i < predictions.Length; i++)
        {
            string token = _tokenizer.Decode(row.Ids.AsSpan(i, 1), skipSpecialTokens: false);
            predictions[i] = new Prediction(row.Ids[i], token, row.Probability(i), texts[i]);
        }

        return predictions;
    }

    private static int[] PositionsOf(int id, ReadOnlySpan<int> ids)
    {
        int[] positions = new int[ids.Count(id)];
        int found = 0;
        for (int position = 0; found < positions.Length; position++)
        {
            if (ids[position] == id) positions[found++] = position;
        }

        return positions;
    }

    private ClozeException NoMask(int cut) => cut > 0
        ? new ClozeException(
            $"No {MaskToken} is left: the text was cut to {_config.MaximumPositions} tokens, {cut} did not fit.",
            $"Move the {MaskToken} towards the beginning or shorten the text.")
        : new ClozeException(
            $"The text has no {MaskToken}.", $"Write {MaskToken} where a word is to be predicted.");
}
