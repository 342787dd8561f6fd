using Cloze.Compute;
using Cloze.Measurement;
using Xunit;

namespace Cloze.Tests.Measurement;

/// <summary>The training runs of a device's self-test, with the processor in the device's place.</summary>
public sealed class TrainingTrialTests
{
    private const int Steps = 4;

    public static TheoryData<string> Names => [.. TrialPlan.All.Select(plan => plan.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_run_beside_itself_is_right(string name)
    {
        using var processor = new CpuBackend(1);
        using var device = new CpuBackend(2);

        DeviceCheck[] checks = [.. TrajectoryChecks.Run(processor, device, PlanOf(name), Steps)];

        Assert.Equal(3, checks.Length);
        Every.Item(checks, check => Assert.True(check.IsRight, $"{check.Operation}: {check.Error}"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_resumed_run_is_right(string name)
    {
        using var device = new CpuBackend(1);

        DeviceCheck check = ResumeChecks.Run(device, PlanOf(name), Steps);

        Assert.True(check.IsRight);
        Assert.Equal($"{name}, 4 steps", check.Shape);
    }

    [Fact]
    public void A_run_that_forgets_its_moments_has_other_bits()
    {
        using var device = new CpuBackend(1);
        using TrainingTrial whole = new(device, PlanOf("tiny")), stopped = new(device, PlanOf("tiny"));
        whole.Run(1, Steps);
        stopped.Run(1, Steps / 2);
        IReadOnlyList<float[]> weightsAlone = [stopped.State()[0]];
        using var resumed = new TrainingTrial(device, PlanOf("tiny"));
        resumed.Restore(weightsAlone);
        resumed.Run((Steps / 2) + 1, Steps / 2);

        Assert.False(TrainingTrial.AreSame(whole.State(), resumed.State()));
    }

    private static TrialPlan PlanOf(string name) =>
        TrialPlan.All.Single(plan => plan.Name == name) with { Sequences = 3 };
}
