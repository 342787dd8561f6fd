using Cloze.Evaluation;
using Cloze.Inference;
using Cloze.Text;
using Cloze.Training;

namespace Cloze.Tests;

/// <summary>The C# of <c>docs/from-code.md</c>; <see cref="ReadMeTests"/> compares the two.</summary>
internal static class FromCodeExamples
{
    public static async Task Fill(CancellationToken cancellation)
    {
        using MaskedLanguageModel model = MaskedLanguageModel.Load("my-model");
        foreach (Prediction word in model.Fill("The cat sat on the [MASK]."))
        {
            Console.WriteLine($"{word.Token} {word.Probability:P1}");
        }

        var first = new FillOptions { TopK = 1 };
        IReadOnlyList<FillResult> results = model.FillMany(["One [MASK].", "Two [MASK]."], first);
        await foreach (FillResult result in model.FillManyAsync(Lines(), cancellation: cancellation))
        {
            Console.WriteLine(result.Masks[0][0].Token);
        }

        Console.WriteLine(results.Count);
    }

    public static float ScoreAndEmbed(MaskedLanguageModel model)
    {
        var several = new FillOptions { MaximumPieces = 3 };
        foreach (Prediction word in model.Fill("The [MASK] sat.", several)) Console.WriteLine(word.Text);
        JointFill best = model.FillJointly("The [MASK] sat on the [MASK].").Fills[0];
        Console.WriteLine($"{best.Text} {best.LogProbability:F2} nats");

        TextScore score = model.Score("The cat zat on the mat.", new ScoreOptions { Replacements = 3 });
        ScoredWord strangest = score.Words.MinBy(word => word.LogProbability)!;
        Console.WriteLine($"{strangest.Text}: perhaps {strangest.Replacements[0].Token}");

        TextEmbedding one = model.Embed("A cat on a mat."), two = model.Embed("A dog on a rug.");
        float cosine = 0;
        for (int i = 0; i < one.Values.Length; i++) cosine += one.Values.Span[i] * two.Values.Span[i];

        float[] index = new float[2 * model.Config.HiddenSize];
        model.EmbedInto("A cat on a mat.".AsSpan(2), index.AsSpan(0, model.Config.HiddenSize));
        return cosine;
    }

    public static void Train(IEnumerable<string> texts, CancellationToken cancellation)
    {
        var options = new TrainingOptions { Output = "my-model", Preset = Preset.Mini, Minutes = 60 };
        TrainingResult result = TrainingRun.Run(texts, options, new Watcher(), cancellation);
        if (result.IsInterrupted) Console.WriteLine($"interrupted, to be resumed in {result.Model}");
        else Console.WriteLine($"{result.Evaluation?.Loss:F3} nats in {result.Model}");
    }

    public static void Evaluate(IEnumerable<string> texts, CancellationToken cancellation)
    {
        using ModelEvaluation evaluation = ModelEvaluation.Load("my-model");
        EvaluationResult score = evaluation.Evaluate(texts, cancellation);
        Console.WriteLine($"{score.Loss:F3} nats, top-1 {score.Top1Accuracy:P1}, masks {score.MaskHash}");

        PairEvaluationResult pairs = evaluation.EvaluatePairs(MinimalPairs.Read("blimp"));
        Console.WriteLine($"{pairs.Accuracy:P1}, within words {pairs.WithinWordAccuracy:P1}");

        Tokenizer tokenizer = Tokenizer.Load("my-model");
        Encoding encoding = tokenizer.Encode("The cat sat.");
        Console.WriteLine(string.Join(' ', encoding.Tokens));
    }

    public static void Compare(string[] documents)
    {
        using var first = ModelEvaluation.Load("my-model");
        using var second = ModelEvaluation.Load("other-model");
        var comparison = ModelComparison.Of(first.EvaluateInDetail(documents), second.EvaluateInDetail(documents));
        foreach (ComparedFigure figure in comparison.Figures) Console.WriteLine($"{figure.Name} {figure.Difference}");
    }

    private static IEnumerable<string> Lines() => ["The [MASK] sat."];

    internal sealed class Watcher : ITrainingObserver
    {
        public void OnStart(TrainingStart start) => Console.WriteLine($"{start.Parameters:N0} parameters");

        public void OnEvaluation(EvaluationReport evaluation) =>
            Console.WriteLine($"step {evaluation.Position.Step}: {evaluation.Result.Loss:F3} nats");
    }
}
