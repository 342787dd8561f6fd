using System.Diagnostics;
using Cloze.Compute;
using Cloze.Models;
using Cloze.Training;

namespace Cloze.Measurement;

/// <summary>Which training steps are profiled, and how.</summary>
internal static class StepProfiles
{
    private const int WarmUps = 3;
    private const int Timed = 9;
    private const int Marked = 4;

    /// <summary>Base and mini; where it need not be quick also small, and base with other lengths.</summary>
    /// <exception cref="ClozeException">There is not enough memory, or the device failed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static IEnumerable<StepProfile> All(
        Backend device, bool quick, Action<string> say, CancellationToken cancellation)
    {
        foreach ((string name, Preset preset, int[] lengths) in DeviceTimings.Steps(quick))
        {
            cancellation.ThrowIfCancellationRequested();
            say($"Profiling a step of {name} ...");
            yield return Of(device, name, DeviceTimings.ConfigOf(preset), lengths);
        }
    }

    /// <summary>One step's profile.</summary>
    /// <exception cref="ClozeException">There is not enough memory, or the device failed.</exception>
    public static StepProfile Of(Backend device, string name, EncoderConfig config, int[] lengths)
    {
        using var step = new SampleStep(device, config, lengths);
        for (int i = 0; i < WarmUps; i++) step.Run();
        device.Finish();
        double[] times = new double[Timed], busy = new double[Timed];
        for (int i = 0; i < Timed; i++)
        {
            double waited = device.SecondsWaited;
            long start = Stopwatch.GetTimestamp();
            step.Run();
            device.Finish();
            times[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
            busy[i] = times[i] - (device.SecondsWaited - waited);
        }

        Array.Sort(times);
        Array.Sort(busy);
        IReadOnlyList<KernelProfile> kernels = device.ProfileKernels(
            () =>
            {
                for (int i = 0; i < Marked; i++) step.Run();
            },
            AttentionLoad.Of(step.Batch.Starts));
        return new StepProfile(
            name,
            times[Timed / 2],
            busy[Timed / 2],
            step.Batch.TokenCount,
            step.Flops,
            [.. kernels.Select(OfOneStep)]);
    }

    private static KernelProfile OfOneStep(KernelProfile sum) => sum with
    {
        Calls = sum.Calls / Marked,
        Seconds = sum.Seconds / Marked,
        Bytes = sum.Bytes / Marked,
        Flops = sum.Flops / Marked,
    };
}
