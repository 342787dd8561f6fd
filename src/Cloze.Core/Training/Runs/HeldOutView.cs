using Cloze.Evaluation;

namespace Cloze.Training;

/// <summary>
/// What is looked at whenever a run is evaluated: the masked tokens of held-out text, all together and by frequency,
/// its sentence pairs where the objective has some, and the same few sentences filled.
/// </summary>
internal sealed class HeldOutView
{
    /// <summary>Tokens of an evaluation in the course of a run: a second's work for a small model.</summary>
    private const int SampleTokens = 32768;

    /// <summary>Tokens of the pairs of such an evaluation: some thousand pairs of 128 tokens.</summary>
    private const int PairTokens = 4 * SampleTokens;

    private const int ExampleCount = 5;

    private readonly RunMaterial _material;
    private readonly Evaluator _evaluator;
    private readonly PieceKindTable _kinds;
    private readonly FrequencyTenths _tenths;
    private readonly MaskedTokens _tokens;
    private readonly PairSet? _pairs;

    /// <summary>Chooses the fixed part.</summary>
    /// <param name="material">The run's held-out text, tokenizer and model.</param>
    /// <param name="evaluator">Predicts with the run's model.</param>
    /// <exception cref="ClozeException">The held-out store is damaged.</exception>
    public HeldOutView(RunMaterial material, Evaluator evaluator)
    {
        _material = material;
        _evaluator = evaluator;
        Sample = new EvaluationSet(material.HeldOut, material.Pieces, SampleTokens);
        _kinds = PieceKindTable.Of(material.Tokenizer);
        _tenths = FrequencyTenths.Of(material.HeldOut, material.Pieces);
        _tokens = MaskedTokens.Of(Sample, _kinds);
        _pairs = Pairs(PairTokens);
    }

    /// <summary>The fixed part that is evaluated in the course of the run.</summary>
    public EvaluationSet Sample { get; }

    /// <summary>Evaluates on the fixed part.</summary>
    /// <exception cref="ClozeException">No token of it can be masked.</exception>
    public EvaluationReport EvaluateSample(RunPosition position) =>
        Evaluate(Sample, _tokens, _pairs, new EvaluationPlace(position, IsFinal: false), CancellationToken.None);

    /// <summary>Evaluates on everything held out.</summary>
    /// <exception cref="ClozeException">No token of it can be masked.</exception>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public EvaluationReport EvaluateAll(RunPosition position, CancellationToken cancellation)
    {
        var set = new EvaluationSet(_material.HeldOut, _material.Pieces, EvaluationSet.MostTokens);
        return Evaluate(
            set,
            MaskedTokens.Of(set, _kinds),
            Pairs(EvaluationSet.MostTokens),
            new EvaluationPlace(position, IsFinal: true),
            cancellation);
    }

    /// <summary>Held-out pairs; null where the objective has none, or the held-out part gives none.</summary>
    private PairSet? Pairs(long maximumTokens) => _material.Sentences is { } sentences
        ? PairSet.TryCreate(sentences.HeldOut, _material.Options.Pairs!, maximumTokens)
        : null;

    private EvaluationReport Evaluate(
        EvaluationSet set,
        MaskedTokens tokens,
        PairSet? pairs,
        EvaluationPlace place,
        CancellationToken cancellation)
    {
        var breakdown = new EvaluationBreakdown(tokens, _tenths, _material.Tokenizer.Vocabulary);
        EvaluationResult result = _evaluator.Evaluate(set, breakdown.Add, cancellation);
        if (pairs is not null) result = result with { NextSentence = _evaluator.Evaluate(pairs, cancellation) };
        return new EvaluationReport(place.Position, result, place.IsFinal)
        {
            ByFrequency = breakdown.ByFrequency,
            Examples = MaskExamples.Fill(_material.Model, _material.Tokenizer, _material.HeldOut, ExampleCount),
        };
    }

    private readonly record struct EvaluationPlace(RunPosition Position, bool IsFinal);
}
