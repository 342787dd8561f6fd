using Cloze.Compute;

namespace Cloze.Measurement;

/// <summary>Compares training runs of some steps with the processor's, and with themselves.</summary>
internal static class TrajectoryChecks
{
    /// <summary>How far losses part, and whether two runs end with the same bits.</summary>
    /// <param name="reference">Defines the results.</param>
    /// <param name="tested">Is tested.</param>
    /// <param name="plan">What is trained.</param>
    /// <param name="steps">How long.</param>
    /// <exception cref="ClozeException">There is not enough memory, or training diverged.</exception>
    public static IEnumerable<DeviceCheck> Run(Backend reference, Backend tested, TrialPlan plan, int steps)
    {
        string shape = $"{plan.Name}, {steps} steps";
        (double[] expected, _) = Train(reference, plan, steps);
        (double[] losses, IReadOnlyList<float[]> state) = Train(tested, plan, steps);
        (double[] again, IReadOnlyList<float[]> same) = Train(tested, plan, steps);
        int tail = Math.Max(1, steps / 5);
        double part = Math.Abs(expected[^tail..].Average() - losses[^tail..].Average());
        yield return new DeviceCheck("training: loss at the end, in nats", shape, part, 0.05);
        yield return new DeviceCheck("training: fall of the loss, missing", shape, losses[^1] < losses[0] ? 0 : 1, 0);
        bool isSame = TrainingTrial.AreSame(state, same) && losses.AsSpan().SequenceEqual(again);
        yield return new DeviceCheck("training: other bits in a second run", shape, isSame ? 0 : 1, 0);
    }

    private static (double[] Losses, IReadOnlyList<float[]> State) Train(Backend backend, TrialPlan plan, int steps)
    {
        using var trial = new TrainingTrial(backend, plan);
        double[] losses = trial.Run(1, steps);
        return (losses, trial.State());
    }
}
