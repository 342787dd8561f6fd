using Cloze.Compute;

namespace Cloze.Measurement;

/// <summary>
/// Compares a device with the processor's engine, which defines what every operation means: each operation on many
/// shapes, a model's loss and gradients, a training run of some steps, and the same run twice. Then it times it.
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
        using Backend device = options.Engine.Create();
        IReadOnlyList<DeviceCheck> checks = Compare(device, options, say, cancellation);
        cancellation.ThrowIfCancellationRequested();
        bool isTimed = options.Has(SelfTestPart.Timings), isProfiled = options.Has(SelfTestPart.Profile);
        double peak = isTimed || isProfiled ? ProductTimings.Peak(device) : 0;
        IEnumerable<DeviceTiming> timings =
            isTimed ? DeviceTimings.All(device, options.Quick, say, cancellation) : [];
        var report = new DeviceReport(device.Name, checks, peak, [.. timings]);
        if (!isProfiled) return report;
        return report with
        {
            Bandwidth = ProductTimings.Bandwidth(device),
            Profiles = [.. StepProfiles.All(device, options.Quick, say, cancellation)],
        };
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
            checks.AddRange(ModelChecks.Run(processor, device, isRounded, [7, 128, 1, 64, 33, 100]));
        }

        if (!options.Has(SelfTestPart.Training)) return checks;
        say("Comparing a training run ...");
        checks.AddRange(TrajectoryChecks.Run(processor, device, options.Quick ? FewSteps : Steps));
        return checks;
    }
}
