using System.Text.Json;
using Cloze.Cli.Hosting;
using Cloze.Data;
using Cloze.Evaluation;
using Cloze.Inference;
using Cloze.Training;

namespace Cloze.Cli.Commands;

/// <summary>The second task of <c>cloze eval --data</c>: what the head learned is asked of the text's pairs.</summary>
/// <param name="folder">The model folder.</param>
/// <param name="given">The options given.</param>
/// <param name="context">Where warnings go.</param>
internal sealed class EvalNextSentence(string folder, TrainingOptions given, CliContext context)
{
    private static readonly TrainingOption s_objective = TrainingOptionTable.Of("objective");

    /// <summary>The options that belong to it.</summary>
    public static IEnumerable<TrainingOption> Options => [s_objective, TrainingOptionTable.Of("sentences")];

    /// <summary>What came out; null where the model has no such head, the text no pairs, or it is not asked.</summary>
    /// <exception cref="ClozeException">It is asked for by name, and the model has no next-sentence head.</exception>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public NextSentenceResult? Evaluate(
        ModelEvaluation evaluation, IEnumerable<string> texts, CancellationToken cancellation)
    {
        if (!evaluation.HasNextSentence && given.Objective is not (null or TrainingObjective.MaskedWords))
        {
            throw new ClozeException(
                $"{folder} has no next-sentence head (cls.seq_relationship and its pooler).",
                "Leave `objective` out, or give a model that was trained with it.");
        }

        TrainingObjective objective = given.Objective ?? OfRun() ?? TrainingObjective.NextSentence;
        if (!evaluation.HasNextSentence || objective == TrainingObjective.MaskedWords) return null;
        var question = new PairQuestion
        {
            Rule = objective == TrainingObjective.SentenceOrder ? PairRule.SentenceOrder : PairRule.NextSentence,
            Sentences = given.Sentences ?? SentenceRule.Text,
        };
        NextSentenceResult? result = evaluation.EvaluateNextSentence(texts, question, cancellation);
        if (result is null)
        {
            context.Warn("The text gives no pairs, so nothing is said of the second task: it is one document, or none "
                + "of its documents has two sentences.");
        }

        return result;
    }

    /// <summary>What the run learned whose model it is; null where no record of it lies beside the model.</summary>
    private TrainingObjective? OfRun()
    {
        try
        {
            return RunRecord.Read(folder) is { } record
                && record.TryGetProperty("options", out JsonElement options)
                && options.ValueKind == JsonValueKind.Object
                && options.TryGetProperty(s_objective.Key, out JsonElement objective)
                    ? (TrainingObjective?)s_objective.Kind.Read(objective)
                    : null;
        }
        catch (ClozeException)
        {
            // A record that cannot be read says nothing.
            return null;
        }
    }
}
