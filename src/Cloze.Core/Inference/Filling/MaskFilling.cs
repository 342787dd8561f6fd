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
    private readonly Choice _among;
    private readonly IReadOnlyList<string> _notes = [];

    /// <summary>Checks the options.</summary>
    /// <exception cref="ClozeException">Top-k is below 1, or no target is a single piece.</exception>
    public MaskFilling(Tokenizer tokenizer, EncoderConfig config, FillOptions? options)
    {
        options ??= new FillOptions();
        RequireCount(options.TopK);
        _tokenizer = tokenizer;
        _config = config;
        int[]? ids = tokenizer.Vocabulary.UsedIds;
        if (options.Targets is { } words)
        {
            var targets = Targets.Resolve(tokenizer, words);
            (ids, _notes) = (targets.Ids, targets.LeftOut);
        }

        _among = new Choice(tokenizer.Vocabulary.Count, ids, options.TopK);
    }

    private string MaskToken => _tokenizer.Vocabulary[_tokenizer.Vocabulary.MaskId];

    /// <summary>Makes sure that something is asked for.</summary>
    /// <exception cref="ClozeException">No prediction is.</exception>
    public static void RequireCount(int topK)
    {
        if (topK >= 1) return;
        throw new ClozeException($"top-k is {topK}, expected 1 or more.", "Ask for at least one prediction.");
    }

    /// <summary>A text as the model reads it, cut to its positions.</summary>
    /// <exception cref="ClozeException">It has no mask, or is more than the model can read.</exception>
    /// <exception cref="ArgumentNullException">There is no text.</exception>
    public MaskedText Prepare(TextPair text)
    {
        ArgumentNullException.ThrowIfNull(text.Text, nameof(text));
        Encoding encoding = Encode(_tokenizer, _config, text);
        int[] ids = ImmutableCollectionsMarshal.AsArray(encoding.InputIds)!;
        int[] types = ImmutableCollectionsMarshal.AsArray(encoding.TokenTypeIds)!;
        int[] positions = PositionsOf(_tokenizer.Vocabulary.MaskId, ids);
        if (positions.Length == 0) throw NoMask(encoding.TokensCut);
        string prefix = _tokenizer.Definition.Prefix;
        return new MaskedText(
            new MaskedSequence(ids, types, positions, _among),
            Array.ConvertAll(positions, position => MaskPlace.Find(text, encoding, position, MaskToken, prefix)),
            IsPair: text.Pair is not null,
            encoding.TokensCut);
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
        var masks = new IReadOnlyList<Prediction>[text.Places.Length];
        for (int mask = 0; mask < masks.Length; mask++) masks[mask] = Answer(text, mask);
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

    // With several masks, and where there are two texts, the special tokens stay in the sequence: they keep apart what
    // would otherwise run together.
    private Prediction[] Answer(MaskedText text, int mask)
    {
        MaskedSequence sequence = text.Sequence;
        RowPrediction row = sequence.Predictions[mask];
        bool isOneText = sequence.Positions.Length == 1 && !text.IsPair;
        string[] sequences = _tokenizer.DecodeEach(
            sequence.Ids, sequence.Positions[mask], row.Ids, skipSpecialTokens: isOneText);
        var predictions = new Prediction[row.Ids.Length];
        for (int i = 0; i < predictions.Length; i++)
        {
            string token = _tokenizer.Decode(row.Ids.AsSpan(i, 1), skipSpecialTokens: false);
            predictions[i] = new Prediction(row.Ids[i], token, row.Probability(i), sequences[i])
            {
                Place = text.Places[mask],
            };
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
