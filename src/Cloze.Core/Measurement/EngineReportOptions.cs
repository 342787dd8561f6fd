using Cloze.Training;

namespace Cloze.Measurement;

/// <summary>What <see cref="EngineReport"/> measures.</summary>
public sealed record EngineReportOptions
{
    /// <summary>The sizes of model; all of them by default.</summary>
    public IReadOnlyList<Preset> Presets { get; init; } = Enum.GetValues<Preset>();

    /// <summary>Threads, in [0, 1,024]; 0 for one a core.</summary>
    public int Threads { get; init; }

    /// <summary>
    /// About how long to measure, in (0, 3,600]; a large model takes the time of a few steps in any case.
    /// </summary>
    public double Seconds { get; init; } = 60;

    /// <summary>Files and folders of text whose training time is told; null is the default corpus.</summary>
    public IReadOnlyList<string>? Data { get; init; }

    /// <summary>Checks every value against its range.</summary>
    /// <exception cref="ClozeException">A value is outside its range.</exception>
    public void Validate()
    {
        if (Threads is < 0 or > 1024)
        {
            throw new ClozeException(
                FormattableString.Invariant($"threads is {Threads}, outside its range: 0 to 1024."),
                "0 takes one thread a core.");
        }

        if (!(Seconds > 0 && Seconds <= 3600))
        {
            throw new ClozeException(
                FormattableString.Invariant($"seconds is {Seconds}, outside its range: above 0, at most 3600."),
                "60 is enough for steady figures.");
        }
    }
}
