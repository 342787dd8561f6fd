using Cloze.Predictions;
using Cloze.Text;

namespace Cloze.Inference;

/// <summary>
/// One caller's wish, checked: turns texts into sequences for the model, and its predictions into words.
/// </summary>
internal sealed class MaskFilling : TextTask<FillResult>
{
    private const int FewestBeams = 10;
    private const int MostBeams = 100;
    private readonly InferenceEngine _engine;
    private readonly FillOptions _options;
    private readonly Targets?[] _targets = [];
    private readonly string[] _notes;

    /// <summary>Checks the options.</summary>
    /// <exception cref="ClozeException">
    /// An option is outside its range, or the vocabulary can write none of the targets of a mask.
    /// </exception>
    public MaskFilling(InferenceEngine engine, FillOptions? options)
    {
        _engine = engine;
        _options = options ?? new FillOptions();
        _options.Check();
        IReadOnlyList<IReadOnlyList<string>?> lists =
            _options.MaskTargets ?? (_options.Targets is null ? [] : [_options.Targets]);
        _targets = [.. lists.Select(words => words is null ? null : Targets.Resolve(engine.Tokenizer, words))];
        _notes = [.. _targets.OfType<Targets>().SelectMany(targets => targets.LeftOut).Distinct()];
    }

    private Vocabulary Vocabulary => _engine.Tokenizer.Vocabulary;

    /// <summary>A text as the model reads it, cut to its positions.</summary>
    /// <exception cref="ClozeException">It has no mask, or is more than the model can read.</exception>
    /// <exception cref="ArgumentNullException">There is no text.</exception>
    public override FillWork Prepare(TextPair text)
    {
        MaskedText masked = MaskedText.Read(_engine, text);
        RequireListOfEach(masked.Positions.Length);
        Choice[] among = [.. masked.Positions.Select((_, mask) => Among(mask))];
        var notes = new List<string>(_notes);
        return new FillWork(
            this,
            new MaskedSequence(masked.Ids, masked.Types, masked.Positions, among),
            Candidates(masked, notes))
        {
            Places = masked.Places,
            IsPair = masked.IsPair,
            TokensCut = masked.TokensCut,
            Notes = notes,
        };
    }

    /// <summary>The answer to a text that was in a batch.</summary>
    public FillResult Answer(FillWork text)
    {
        var masks = new IReadOnlyList<Prediction>[text.Places.Length];
        for (int mask = 0; mask < masks.Length; mask++) masks[mask] = Answer(text, mask);
        return new FillResult(masks, text.TokensCut) { Notes = text.Notes };
    }

    /// <summary>The one mask's predictions.</summary>
    /// <exception cref="ClozeException">There are several masks.</exception>
    public IReadOnlyList<Prediction> Single(FillResult result) => result.Masks.Count == 1
        ? result.Masks[0]
        : throw new ClozeException(
            $"The text has {result.Masks.Count} {Vocabulary[Vocabulary.MaskId]} tokens, expected one.",
            "Call FillMasks for several masks.");

    private void RequireListOfEach(int masks)
    {
        if (_options.MaskTargets is null || _targets.Length == masks) return;
        string mask = Vocabulary[Vocabulary.MaskId];
        throw new ClozeException(
            $"The text has {masks} {mask} tokens, and targets are given for {_targets.Length}.",
            "Give as many lists of targets as the text has masks.");
    }

    private Targets? TargetsOf(int mask) =>
        _options.MaskTargets is null ? _targets.FirstOrDefault() : _targets[mask];

    private Choice Among(int mask) =>
        new(Vocabulary.Count, TargetsOf(mask)?.Ids ?? Vocabulary.UsedIds, _options.TopK);

    private MaskCandidates[] Candidates(MaskedText text, List<string> notes)
    {
        if (_options.MaximumPieces == 1 && !_targets.Any(targets => targets?.Words.Count > 0)) return [];
        int most = _engine.Config.MaximumPositions - text.Ids.Length + 1;
        return [.. text.Positions.Select((position, mask) => Candidates(
            new MaskSlot(text.Ids, text.Types, position), TargetsOf(mask), most, notes))];
    }

    private MaskCandidates Candidates(MaskSlot slot, Targets? targets, int most, List<string> notes)
    {
        var candidates = new MaskCandidates();
        int longest = targets is null ? _options.MaximumPieces : targets.Words.Max(word => (int?)word.Length) ?? 1;
        if (longest > most)
        {
            string note = $"Words of more than {most} pieces are left out: the text fills the model's positions.";
            if (!notes.Contains(note)) notes.Add(note);
        }

        int width = Math.Clamp(_options.TopK, FewestBeams, MostBeams);
        if (targets is not null)
        {
            candidates.Score(slot, targets.Words.Where(word => word.Length <= most), Vocabulary.Count);
        }
        else
        {
            candidates.Search(slot, _engine.Pieces, Vocabulary.Count, Math.Min(most, longest), width);
        }

        return candidates;
    }

    // With several masks, and where there are two texts, the special tokens stay in the sequence: they keep apart what
    // would otherwise run together.
    private IReadOnlyList<Prediction> Answer(FillWork text, int mask)
    {
        MaskedSequence sequence = text.Sequence;
        var list = new PredictionList(
            _engine.Tokenizer,
            sequence.Ids.ToArray(),
            sequence.Positions[mask],
            skipSpecialTokens: sequence.Positions.Length == 1 && !text.IsPair,
            text.Places[mask]);
        IReadOnlyList<Prediction> predictions = text.Candidates.Count == 0
            ? list.Of(sequence.Predictions[mask])
            : list.Rank(sequence.Predictions[mask], text.Candidates[mask].Words(), _options.TopK);
        return _options.Threshold > 0
            ? [.. predictions.TakeWhile(prediction => prediction.Probability >= _options.Threshold)]
            : predictions;
    }
}
