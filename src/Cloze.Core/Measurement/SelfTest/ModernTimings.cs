using Cloze.Compute;
using Cloze.Training;

namespace Cloze.Measurement;

/// <summary>What is timed of today's layout, and of optimizers beside AdamW.</summary>
internal static class ModernTimings
{
    private const int Tokens = 65_536;
    private const int Window = 64;

    /// <summary>Everything, step by step.</summary>
    /// <exception cref="ClozeException">There is not enough memory, or a step computes wrongly.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static IEnumerable<DeviceTiming> All(
        Backend device, bool quick, Action<string> say, CancellationToken cancellation)
    {
        say("Timing windows and rotary positions ...");
        foreach ((int length, int heads, int size) in new[] { (128, 12, 64), (512, 12, 64), (512, 8, 32) })
        {
            foreach (DeviceTiming timing in Attention(device, length, heads, size)) yield return timing;
        }

        say("Timing training steps of today's layout ...");
        foreach ((string name, Preset preset, int length, Recipe? recipe) in Steps(quick))
        {
            cancellation.ThrowIfCancellationRequested();
            int[] lengths = BatchLengths.Full(Tokens / length, length);
            yield return DeviceTimings.Step(device, name, preset, lengths, quick ? 5 : 12, recipe);
        }

        yield return SmallStep(device, "tiny, 2,048 tokens", Preset.Tiny);
        yield return SmallStep(device, "tiny-modern, 2,048 tokens", Preset.TinyModern);
        yield return SmallStep(device, "mini, 2,048 tokens", Preset.Mini);
    }

    private static IEnumerable<DeviceTiming> Attention(Backend device, int length, int heads, int size)
    {
        string shape = $"attention {length} x {size}";
        return AttentionTimings.Both(
                device, length, heads, size, $"{shape}, positions", AttentionPattern.Unbounded, turns: true)
            .Concat(AttentionTimings.Both(
                device, length, heads, size, $"{shape}, {Window} away", Window, turns: false));
    }

    // What a sweep over recipes runs: there the launches take the time.
    private static DeviceTiming SmallStep(Backend device, string name, Preset preset) =>
        DeviceTimings.Step(device, name, preset, BatchLengths.Full(16, 128), 50);

    private static IEnumerable<(string Name, Preset Preset, int Length, Recipe? Recipe)> Steps(bool quick)
    {
        yield return ("mini-modern, length 128", Preset.MiniModern, 128, null);
        yield return ("small-modern, length 128", Preset.SmallModern, 128, null);
        yield return ("small-modern, length 512", Preset.SmallModern, 512, null);
        yield return ("small, length 128", Preset.Small, 128, null);
        if (quick) yield break;
        yield return ("small, length 512", Preset.Small, 512, null);
        yield return ("small, length 128, LAMB", Preset.Small, 128, new Recipe().For(OptimizerKind.Lamb));
        yield return ("small, length 128, Muon", Preset.Small, 128, new Recipe().For(OptimizerKind.Muon));
        yield return ("small, length 128, averages", Preset.Small, 128, new Recipe { AverageSteps = 100 });
    }
}
