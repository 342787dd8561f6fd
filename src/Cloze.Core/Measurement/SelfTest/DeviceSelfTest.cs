using Cloze.Compute;

namespace Cloze.Measurement;

/// <summary>
/// Compares a device with the processor's engine, which defines what every operation means: each operation on many
/// shapes, models' losses and gradients, training runs of some steps, and the same runs twice and resumed. Then it
/// times it.
/// </summary>
public static class DeviceSelfTest
{
    private const int Steps = 200;
    private const int FewSteps = 50;

    /// <summary>Runs it.</summary>
    /// <param name="options">What is compared and timed.</param>
    /// <param name="say">Hears what is being done.</param>
    /// <param name="cancellation">Ends it between two comparisons.</param>
    /// <exception cref="ClozeException">The device cannot be used, or there is not enough memory.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static DeviceReport Run(
        DeviceSelfTestOptions options, Action<string> say, CancellationToken cancellation = default)
    {
        using Backend device = (options.Engine with { HasOwnProducts = options.OwnProducts }).Create();
        IReadOnlyList<DeviceCheck> checks = Compare(device, options, say, cancellation);
        cancellation.ThrowIfCancellationRequested();
        double peak = options.HasTimings ? ProductTimings.Peak(device) : 0;
        var report = new DeviceReport(
            device.Name, checks, peak, [.. Time(device, options, say, cancellation)]);
        if (!options.Has(SelfTestPart.Profile)) return report;
        return report with
        {
            Bandwidth = ProductTimings.Bandwidth(device),
            Profiles = [.. StepProfiles.All(device, options.Quick, say, cancellation)],
        };
    }

    private static IEnumerable<DeviceTiming> Time(
        Backend device, DeviceSelfTestOptions options, Action<string> say, CancellationToken cancellation)
    {
        IEnumerable<DeviceTiming> timings = [];
        if (options.Has(SelfTestPart.Timings))
        {
            timings = DeviceTimings.All(device, options.Quick, say, cancellation);
        }

        return options.Has(SelfTestPart.ModernTimings)
            ? timings.Concat(ModernTimings.All(device, options.Quick, say, cancellation))
            : timings;
    }

    private static List<DeviceCheck> Compare(
        Backend device, DeviceSelfTestOptions options, Action<string> say, CancellationToken cancellation)
    {
        var checks = new List<DeviceCheck>();
        using var processor = new CpuBackend(options.Engine.Threads);
        bool isRounded = device.ActivationElement == TensorElement.BFloat16;
        using (var stage = new DualStage(processor, device, options.Seed))
        {
            var list = new CheckList(stage, isRounded);
            foreach (SelfTestPart part in Enum.GetValues<SelfTestPart>().Where(options.Has))
            {
                if (part >= SelfTestPart.Model) continue;
                say($"Comparing {part.ToString().ToLowerInvariant()} on {device.Name} ...");
                foreach (Action check in OperationChecks.Of(list, part, options.Quick))
                {
                    cancellation.ThrowIfCancellationRequested();
                    check();
                }
            }

            checks.AddRange(list.Checks);
        }

        cancellation.ThrowIfCancellationRequested();
        if (options.Has(SelfTestPart.Model))
        {
            say("Comparing models ...");
            checks.AddRange(ModelChecks.Run(processor, device, isRounded, [7, 128, 1, 64, 33, 100]));
        }

        checks.AddRange(CompareRuns(processor, device, options, say, cancellation));
        return checks;
    }

    private static IEnumerable<DeviceCheck> CompareRuns(
        Backend processor,
        Backend device,
        DeviceSelfTestOptions options,
        Action<string> say,
        CancellationToken cancellation)
    {
        int steps = options.Quick ? FewSteps : Steps;
        foreach (TrialPlan plan in TrialPlan.All)
        {
            if (options.Has(SelfTestPart.Training))
            {
                cancellation.ThrowIfCancellationRequested();
                say($"Comparing a training run of {plan.Name} ...");
                foreach (DeviceCheck check in TrajectoryChecks.Run(processor, device, plan, steps)) yield return check;
            }

            if (!options.Has(SelfTestPart.Resume)) continue;
            cancellation.ThrowIfCancellationRequested();
            say($"Resuming a training run of {plan.Name} ...");
            yield return ResumeChecks.Run(device, plan, FewSteps);
        }
    }
}
