using Cloze.Compute;
using Cloze.Models;
using Cloze.Training;

namespace Cloze.Measurement;

/// <summary>What is timed of a device: products, attention, and training steps of presets.</summary>
internal static class DeviceTimings
{
    private const int BaseTokens = 32_768;
    private const int SmallTokens = 65_536;

    /// <summary>Everything, step by step.</summary>
    /// <exception cref="ClozeException">There is not enough memory, or a step computes wrongly.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static IEnumerable<DeviceTiming> All(
        Backend device, bool quick, Action<string> say, CancellationToken cancellation)
    {
        say("Timing products and attention ...");
        foreach (int hidden in quick ? [768] : new[] { 768, 512, 256 })
        {
            foreach (DeviceTiming timing in ProductTimings.Layer(device, BaseTokens, hidden)) yield return timing;
        }

        foreach ((int length, int heads, int size) in new[] { (128, 12, 64), (512, 12, 64), (128, 8, 32) })
        {
            foreach (DeviceTiming timing in AttentionTimings.Both(device, length, heads, size)) yield return timing;
        }

        foreach (DeviceTiming timing in AttentionCandidates.Timings(device)) yield return timing;

        say("Timing training steps ...");
        foreach ((string name, Preset preset, int[] lengths) in Steps(quick))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return Step(device, name, preset, lengths, quick ? 5 : 12);
        }
    }

    /// <summary>The training steps that are timed.</summary>
    public static IEnumerable<(string Name, Preset Preset, int[] Lengths)> Steps(bool quick)
    {
        yield return ("base, length 128", Preset.Base, BatchLengths.Full(BaseTokens / 128, 128));
        yield return ("mini, length 128", Preset.Mini, BatchLengths.Full(SmallTokens / 128, 128));
        if (quick) yield break;
        yield return ("base, length 512", Preset.Base, BatchLengths.Full(BaseTokens / 512, 512));
        yield return ("base, lengths 8 to 127", Preset.Base, BatchLengths.Ragged(680, 128));
        yield return ("small, length 128", Preset.Small, BatchLengths.Full(SmallTokens / 128, 128));
        yield return ("tiny, length 128, 2,048 tokens", Preset.Tiny, BatchLengths.Full(16, 128));
    }

    /// <summary>A preset's model as it is timed.</summary>
    public static EncoderConfig ConfigOf(Preset preset) =>
        PresetSizes.Config(preset, BatchLengths.Vocabulary, 512, 0, paddingId: 0);

    /// <summary>A training step of a preset on sequences of these lengths; the recipe's rate is not used.</summary>
    /// <exception cref="ClozeException">There is not enough memory, or a step computes wrongly.</exception>
    public static DeviceTiming Step(
        Backend device, string name, Preset preset, int[] lengths, int repeats, Recipe? recipe = null)
    {
        using var step = new SampleStep(device, ConfigOf(preset), lengths, recipe);
        step.Run();
        double first = step.Loss;
        var time = RepeatedTime.Measure(
            step.Run,
            new RepeatOptions { WarmUps = 2, WarmUpSeconds = 0, Fewest = repeats, Most = repeats, Seconds = 0 });
        Verification.Falls("the loss of one batch", first, step.Loss);
        return new DeviceTiming(name, time.Median, step.Flops, step.Batch.TokenCount, device.MemoryInUse ?? 0);
    }
}
