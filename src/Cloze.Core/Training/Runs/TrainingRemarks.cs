namespace Cloze.Training;

/// <summary>What a person should know of a run that is over, beside its figures.</summary>
internal static class TrainingRemarks
{
    /// <summary>From so many passes over a corpus on, more text teaches more than more passes.</summary>
    public const double ManyEpochs = 20;

    /// <summary>The remarks on a result, a sentence or two each.</summary>
    public static IEnumerable<string> Of(TrainingResult result)
    {
        if (result.Epochs >= ManyEpochs && !result.IsInterrupted)
        {
            yield return FormattableString.Invariant(
                $"The corpus was read {result.Epochs:0} times: more text would teach more than more training.");
        }

        if (result.Best is not { } best) yield break;
        yield return FormattableString.Invariant(
            $"The held-out loss was lower before the end: {best.Loss:F3} nats at step {best.Step}, {best.LastLoss:F3} ")
            + FormattableString.Invariant($"at the end. The model of step {best.Step} is kept in {best.Model}.");
    }
}
