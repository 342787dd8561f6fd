using Cloze.Cli.Rendering.Training;
using Cloze.Data;
using Cloze.Evaluation;
using Cloze.Inference;
using Cloze.Training;

namespace Cloze.Tests.Cli;

/// <content>Results of a model that learned the second task.</content>
internal static partial class SampleResults
{
    private static readonly PairCounts s_pairs = new(43_210, 20_987, 22_223);

    public static EvaluationResult EvaluationWithPairs { get; } = Evaluation with
    {
        NextSentence = new NextSentenceResult(0.4812, 0.7812, 4_321, 0.5143, Hash),
    };

    public static Explanation ExplanationOfPair() => Explanation() with
    {
        NextSentence = new ExplainedNextSentence
        {
            Pooled = new ExplainedVector("pooled", [0.0123f, -0.9876f, 0.5f, -0.25f, 0.125f, 0], 12.3456),
            Logits = [1.25f, -12.3456f],
            Probabilities = [0.9999987, 0.0000013],
        },
    };

    public static TrainingStart StartWithPairs() => Start() with
    {
        Options = EffectiveOptions.Resolve(new TrainingOptions
        {
            Minutes = 10,
            Output = "my-model",
            Objective = TrainingObjective.NextSentence,
        }),
        Corpus = s_corpus with { Pairs = s_pairs },
    };

    public static TrainingPanel PanelWithPairs()
    {
        var panel = new TrainingPanel();
        panel.Add(StartWithPairs());
        panel.Add(new StepReport(new RunPosition(3, 6_000, 1), 20_123, 5, 5, 0.00154f, 0.873, 0.1, 300, 0.1)
        {
            NextSentence = new NextSentenceReport(0.6, 0.65, 0.6123),
        });
        panel.Add(new EvaluationReport(new RunPosition(2, 4_000, 1), EvaluationWithPairs, IsFinal: false));
        return panel;
    }

    public static TrainingResult TrainingWithPairs() => Training() with { Evaluation = EvaluationWithPairs };
}
