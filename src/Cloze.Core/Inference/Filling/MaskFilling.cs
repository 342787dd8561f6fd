using System.Runtime.InteropServices;
using Cloze.Models;
using Cloze.Predictions;
using Cloze.Text;

namespace Cloze.Inference;

/// <summary>
/// One caller's wish, checked: turns texts into sequences for the model, and its predictions into words.
/// </summary>
internal sealed class MaskFilling : TextTask<FillResult>
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
        ModelInput.RequireCount(options.TopK);
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

    /// <summary>A text as the model reads it, cut to its positions.</summary>
    /// <exception cref="ClozeException">It has no mask, or is more than the model can read.</exception>
    /// <exception cref="ArgumentNullException">There is no text.</exception>
    public override FillWork Prepare(TextPair text)
    {
        Encoding encoding = ModelInput.Encode(_tokenizer, _config, text);
        int[] ids = ImmutableCollectionsMarshal.AsArray(encoding.InputIds)!;
        int[] types = ImmutableCollectionsMarshal.AsArray(encoding.TokenTypeIds)!;
        int[] positions = PositionsOf(_tokenizer.Vocabulary.MaskId, ids);
        if (positions.Length == 0) throw NoMask(encoding.TokensCut);
        string prefix = _tokenizer.Definition.Prefix;
        return new FillWork(
            this,
            new MaskedSequence(ids, types, positions, _among),
            Array.ConvertAll(positions, position => MaskPlace.Find(text, encoding, position, MaskToken, prefix)),
            isPair: text.Pair is not null,
            encoding.TokensCut);
    }

    /// <summary>The answer to a text that was in a batch.</summary>
    public FillResult Answer(FillWork text)
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

    // With several masks, and where there are two texts, the special tokens stay in the sequence: they keep apart what
    // would otherwise run together.
    private Prediction[] Answer(FillWork text, int mask)
    {
        MaskedSequence sequence = text.Sequence;
        bool isOneText = sequence.Positions.Length == 1 && !text.IsPair;
        return PredictionList.Of(
            _tokenizer,
            sequence.Ids,
            sequence.Positions[mask],
            sequence.Predictions[mask],
            skipSpecialTokens: isOneText,
            text.Places[mask]);
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
