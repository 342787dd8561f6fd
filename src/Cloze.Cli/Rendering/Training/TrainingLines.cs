using System.Globalization;
using Cloze.Data;
using Cloze.Models;
using Cloze.Training;

namespace Cloze.Cli.Rendering.Training;

/// <summary>What a run says about itself, line by line, the same with and without a terminal.</summary>
internal static class TrainingLines
{
    public const string Interrupted = "interrupted; the state is saved, --resume goes on";

    public static string Phase(TrainingPhase phase) => phase switch
    {
        TrainingPhase.Vocabulary => "Reading the corpus and learning the word pieces ...",
        TrainingPhase.Tokens => "Cutting the corpus into sequences ...",
        TrainingPhase.Weights => "Setting the first weights ...",
        TrainingPhase.Training => "Training ...",
        _ => "Evaluating on everything held out ...",
    };

    public static string Loaded(LoadReport report) => report.ToLine();

    public static IEnumerable<string> Start(TrainingStart start)
    {
        CorpusSummary corpus = start.Corpus;
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"Corpus: {Files(corpus)}{corpus.TrainingDocuments:N0} documents, {corpus.TrainingTokens:N0} tokens to "
            + $"train on; {corpus.HeldOutDocuments:N0} documents, {corpus.HeldOutTokens:N0} tokens "
            + $"{(start.Options.Options.HeldOut == 0 ? "of them evaluated on" : "held out")}.");
        if (corpus.Pairs is { } pairs) yield return Pairs(pairs, start.Options.Options.Objective);
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"Model: L{start.Config.LayerCount} H{start.Config.HiddenSize} A{start.Config.AttentionHeadCount}, "
            + $"{start.Config.VocabularySize:N0} pieces, {start.Parameters:N0} parameters. {start.Backend}.");
        yield return $"Memory: about {TrainingMemory.Size(start.Memory.Total)} ({start.Memory.ToText()}).";
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"By word frequencies alone: {start.Baseline.Loss:F3} nats, top-1 {start.Baseline.Top1Accuracy:P1}.");
        if (start.Position.Step == 0) yield break;
        yield return string.Create(CultureInfo.InvariantCulture, $"Resumed after step {start.Position.Step:N0}.");
    }

    public static string Step(in StepReport step) => string.Create(
        CultureInfo.InvariantCulture,
        $"step {step.Position.Step:N0}  epoch {step.Epochs:F2}  {step.TokensPerSecond:N0} tokens/s  "
        + $"loss {step.SmoothedLoss:F3}{Pairs(step)}  rate {Numbers.Rate(step.LearningRate)}  "
        + $"left {Duration(step.SecondsLeft)}");

    public static string Checkpoint(int step, string folder) =>
        string.Create(CultureInfo.InvariantCulture, $"checkpoint of step {step:N0} saved to {folder}");

    public static string Evaluation(EvaluationReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(report.IsFinal ? "held out, all" : "held out, a part")}: loss {EvaluationTable.Loss(report.Result, "F3")}  "
        + $"top-1 {report.Result.Top1Accuracy:P1}  top-5 {report.Result.Top5Accuracy:P1}"
        + $"{EvaluationTable.Pairs(report.Result)}");

    public static string Duration(double seconds)
    {
        var span = TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 359_999));
        return span.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours}:{span.Minutes:00}:{span.Seconds:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{span.Minutes}:{span.Seconds:00}");
    }

    private static string Pairs(PairCounts pairs, TrainingObjective? objective)
    {
        (string kept, string changed) = objective == TrainingObjective.SentenceOrder
            ? ("stand in their order", "are swapped")
            : ("follow", "are random");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Pairs: {pairs.Pairs:N0} a pass; of the {pairs.Kept + pairs.Changed:N0} second texts "
            + $"{1 - pairs.ChangedShare:P1} {kept}, {pairs.ChangedShare:P1} {changed}.");
    }

    private static string Pairs(in StepReport step) => step.NextSentence is not { } pairs
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"  pairs {pairs.SmoothedAccuracy:P1}");

    private static string Files(CorpusSummary corpus) => corpus.Files switch
    {
        0 => "",
        1 => "1 file; ",
        _ => string.Create(CultureInfo.InvariantCulture, $"{corpus.Files:N0} files; "),
    };
}
