using Cloze.Compute;

namespace Cloze.Measurement;

/// <summary>
/// Compares a training run with one that stops in the middle and goes on from what a checkpoint keeps.
/// </summary>
internal static class ResumeChecks
{
    /// <summary>Whether both have the same losses and end with the same bits.</summary>
    /// <param name="device">Where the run begins.</param>
    /// <param name="plan">What is trained.</param>
    /// <param name="steps">How long.</param>
    /// <exception cref="ClozeException">There is not enough memory, or training diverged.</exception>
    public static DeviceCheck Run(Backend device, TrialPlan plan, int steps)
    {
        int half = steps / 2;
        using var whole = new TrainingTrial(device, plan);
        double[] losses = whole.Run(1, steps);
        IReadOnlyList<float[]> middle;
        double[] before;
        using (var stopped = new TrainingTrial(device, plan))
        {
            before = stopped.Run(1, half);
            middle = stopped.State();
        }

        using var resumed = new TrainingTrial(device, plan);
        resumed.Restore(middle);
        double[] after = resumed.Run(half + 1, steps - half);
        bool isSame = losses.AsSpan().SequenceEqual([.. before, .. after])
            && TrainingTrial.AreSame(whole.State(), resumed.State());
        return new DeviceCheck(
            "resume: other bits than without a stop", $"{plan.Name}, {steps} steps", isSame ? 0 : 1, 0);
    }
}
