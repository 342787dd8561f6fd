using Cloze.Compute;

namespace Cloze.Measurement;

/// <summary>Which forms of attention's kernels a device is fastest with, of heads of 64; they are taken from then on.</summary>
internal static class AttentionForms
{
    /// <summary>Times them at lengths of 128 and 512.</summary>
    /// <exception cref="ClozeException">There is not enough memory.</exception>
    public static IEnumerable<DeviceTiming> Choose(Backend device)
    {
        foreach (int length in (int[])[128, 512])
        {
            foreach (DeviceTiming timing in Forward(device, length)) yield return timing;
            foreach (DeviceTiming timing in Backward(device, length)) yield return timing;
        }
    }

    /// <summary>Compares every form.</summary>
    public static IEnumerable<Action> Checks(CheckList list)
    {
        foreach (string form in AttentionLauncher.LongForms)
        {
            yield return () =>
            {
                AttentionLauncher.LongForm = AttentionLauncher.TileForm = form;
                AttentionLauncher.HasUnits = AttentionLauncher.HasWhole = true;
                AttentionChecks.Run(list, [512, 300, 128, 90], 2, 64);
                AttentionChecks.Run(list, [128, 7, 90, 64, 70], 4, 64);
                AttentionLauncher.LongForm = AttentionLauncher.TileForm = AttentionLauncher.LongForms[0];
                AttentionLauncher.HasUnits = false;
            };
        }
    }

    private static IEnumerable<DeviceTiming> Forward(Backend device, int length)
    {
        (string Form, double Seconds) best = ("", double.MaxValue);
        foreach (string form in AttentionLauncher.LongForms)
        {
            AttentionLauncher.LongForm = AttentionLauncher.TileForm = form;
            DeviceTiming timing = AttentionTimings.Both(device, length, 12, 64).First();
            if (timing.Seconds < best.Seconds) best = (form, timing.Seconds);
            yield return timing with { What = $"{timing.What} {form[1..]}" };
        }

        if (length == 128) s_tile = best.Form;
        (AttentionLauncher.TileForm, AttentionLauncher.LongForm) = (s_tile, best.Form);
    }

    private static IEnumerable<DeviceTiming> Backward(Backend device, int length)
    {
        AttentionLauncher.HasUnits = AttentionLauncher.HasWhole = false;
        DeviceTiming before = AttentionTimings.Both(device, length, 12, 64).Last();
        yield return before with { What = $"{before.What} as before" };
        AttentionLauncher.HasUnits = AttentionLauncher.HasWhole = true;
        DeviceTiming after = AttentionTimings.Both(device, length, 12, 64).Last();
        yield return after with { What = $"{after.What} in one" };
        if (length == 128) s_units = after.Seconds < before.Seconds;
        AttentionLauncher.HasUnits = s_units;
        AttentionLauncher.HasWhole = after.Seconds < before.Seconds;
    }

    private static string s_tile = AttentionLauncher.LongForms[0];
    private static bool s_units;
}
