using Cloze.Data;
using Cloze.Training;

namespace Cloze.Measurement;

/// <summary>What <see cref="EngineReport"/> measures.</summary>
public sealed record EngineReportOptions
{
    /// <summary>The models whose steps are measured; all by default.</summary>
    public IReadOnlyList<Preset> Presets { get; init; } = Enum.GetValues<Preset>();

    /// <summary>Threads, in [0, 1,024]; 0 for one a core.</summary>
    public int Threads { get; init; }

    /// <summary>
    /// About how long to measure, in (0, 3,600]; of a large model three steps are made in any case.
    /// </summary>
    public double Seconds { get; init; } = 60;

    /// <summary>The text whose training time is told; null is the default corpus.</summary>
    public CorpusOptions? Corpus { get; init; }

    /// <summary>The range of <see cref="Seconds"/>.</summary>
    public static OptionKind SecondsKind { get; } = NumberKinds.Above(0d, 3600);

    /// <summary>Checks every value against its range.</summary>
    /// <exception cref="ClozeException">A value is outside its range.</exception>
    public void Validate()
    {
        Require("threads", TrainingOptionTable.Of("threads").Kind, Threads);
        Require("seconds", SecondsKind, Seconds);
    }

    private static void Require(string name, OptionKind kind, object value)
    {
        if (kind.Complaint(value) is not { } complaint) return;
        throw new ClozeException($"{name} {complaint}", $"Give {name} {kind.Expected}.");
    }
}
