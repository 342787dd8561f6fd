namespace Cloze.Training;

/// <summary>
/// What becomes of steps that are not applied: each is told of, and three in a row lead back to the last checkpoint, or
/// end the run.
/// </summary>
internal sealed class Divergence(
    CheckpointFolder folder, Trainer trainer, SessionState session, DivergencePolicy policy, ITrainingObserver observer)
{
    /// <summary>So often a run goes back, each time with half the learning rate.</summary>
    public const int MostReturns = 5;

    private readonly SkippedSteps _skipped = new(folder, observer);

    /// <summary>Tells of a step that was not applied; whether the run is to go back.</summary>
    public bool Add(in StepReport report)
    {
        _skipped.Add(report, trainer.Sequences(), trainer.Guard);
        return trainer.Guard.InARow >= LossGuard.MostInARow;
    }

    /// <summary>Goes back to the last checkpoint, where that is asked for and may help.</summary>
    /// <param name="report">The last step.</param>
    /// <exception cref="ClozeException">The run is to stop, or went back too often.</exception>
    public void GoBack(in StepReport report)
    {
        LossGuard guard = trainer.Guard;
        bool mayReturn = policy == DivergencePolicy.Rewind && guard.Returns < MostReturns;
        if (!mayReturn || folder.Standing.ReturnPoint is not { } state)
        {
            throw Stop(report, guard, folder.Standing.Newest);
        }

        session.GoBack(state);
        observer.OnMessage(FormattableString.Invariant(
            $"After step {report.Position.Step} the run goes back to its checkpoint of step {state.Position.Step}, ")
            + FormattableString.Invariant($"and on from there with {guard.RateFactor} of the learning rate."));
    }

    private static ClozeException Stop(in StepReport report, LossGuard guard, CheckpointState? standing)
    {
        string finding = guard.InARow > 0
            ? FormattableString.Invariant($"{guard.InARow} steps in a row were not applied, the last with a loss of ")
                + FormattableString.Invariant($"{guard.Loss} and a gradient's norm of {report.GradientNorm}")
            : "its weights are not finite";
        string returns = guard.Returns > 0
            ? FormattableString.Invariant($", after the run went back {guard.Returns} times")
            : "";
        return new ClozeException(
            FormattableString.Invariant($"Training diverged at step {report.Position.Step}: {finding}{returns}."),
            Hint(guard, standing, report.LearningRate));
    }

    private static string Hint(LossGuard guard, CheckpointState? standing, float rate)
    {
        string again = FormattableString.Invariant($"start again with a `learning_rate` below {rate}");
        return standing is null || guard.Returns > 0
            ? $"The last checkpoint is unchanged; {again}."
            : FormattableString.Invariant($"The checkpoint of step {standing.Position.Step} is unchanged: ")
                + "give `resume` with `on_divergence` rewind to go on from there with half the rate, or " + again + ".";
    }
}
