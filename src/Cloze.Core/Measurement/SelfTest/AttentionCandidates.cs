using Cloze.Compute;

namespace Cloze.Measurement;

/// <summary>Compares and times the kernels of attention that wait for a device to prove them.</summary>
internal static class AttentionCandidates
{
    private const int Heads = 12;
    private const int Size = 64;

    /// <summary>Compares them.</summary>
    public static IEnumerable<Action> Checks(CheckList list)
    {
        foreach (int[] lengths in (int[][])[[512, 300, 128, 90], [128, 7, 90, 64, 70]])
        {
            yield return () => list.Stage.WithCandidates(() => AttentionChecks.Run(list, lengths, 2, Size));
        }
    }

    /// <summary>Times them; nothing on a device without candidates.</summary>
    /// <exception cref="ClozeException">There is not enough memory.</exception>
    public static IEnumerable<DeviceTiming> Timings(Backend device)
    {
        device.TakesCandidates = true;
        if (!device.TakesCandidates) yield break;
        foreach (int length in (int[])[128, 512])
        {
            device.TakesCandidates = true;
            DeviceTiming[] timings = [.. AttentionTimings.Both(device, length, Heads, Size)];
            device.TakesCandidates = false;
            foreach (DeviceTiming timing in timings) yield return timing with { What = $"{timing.What}, candidate" };
        }
    }
}
