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

        if (result.Average is { } average) yield return Of(average);
        if (result.Best is not { } best) yield break;
        yield return FormattableString.Invariant(
            $"The held-out loss was lower before the end: {best.Loss:F3} nats at step {best.Step}, {best.LastLoss:F3} ")
            + FormattableString.Invariant($"at the end. The model of step {best.Step} is kept in {best.Model}.");
    }

    /// <summary>Why a run ended before its budget was spent.</summary>
    /// <param name="patience">How many evaluations it bore.</param>
    public static string Stopped(int patience) =>
        $"The run was stopped early: the held-out loss did not fall in {Evaluations(patience)}. A larger `patience` "
        + "goes on from here.";

    /// <summary>What the averaged weights reach on the fixed part of the held-out text.</summary>
    public static string Averaged(double loss) =>
        FormattableString.Invariant($"held out, a part, averaged weights: loss {loss:F3}");

    private static string Of(AverageReport average) => FormattableString.Invariant(
        $"The weights averaged over about {average.Steps} steps have {average.Loss:F3} nats, the last ones ")
        + FormattableString.Invariant($"{average.LastLoss:F3}: the ")
        + (average.IsBetter ? "average is the model." : "last ones are the model.");

    private static string Evaluations(int count) =>
        count == 1 ? "the last evaluation" : $"the last {count} evaluations";
}
