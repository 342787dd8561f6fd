namespace Cloze.Benchmarks.EndToEnd.Reporting;

/// <summary>A figure of Cloze's beside a peer's.</summary>
internal sealed record ReportRow
{
    /// <summary>What was done.</summary>
    public required string What { get; init; }

    /// <summary>Which product of a linear layer it was, where it was one.</summary>
    public string? Product { get; init; }

    /// <summary>What the figures count.</summary>
    public required string Unit { get; init; }

    /// <summary>Cloze's figure.</summary>
    public required double Cloze { get; init; }

    /// <summary>Useful operations as a share of the measured peak, from 0 to 1, where that means something.</summary>
    public double? Share { get; init; }

    /// <summary>The peer's name, or null where it has none.</summary>
    public string? Peer { get; init; }

    /// <summary>The peer's figure.</summary>
    public double? PeerFigure { get; init; }

    /// <summary>The peer's share of the same peak.</summary>
    public double? PeerShare { get; init; }

    /// <summary>What was aimed at.</summary>
    public Target? Target { get; init; }

    /// <summary>Why the figures are to be doubted, or null: what was given up when the row's time was over.</summary>
    public string? Doubt { get; init; }

    /// <summary>Whether less was reached than was aimed at.</summary>
    public bool MissesTarget => Target?.Verdict(this) is not (null or "met");

    /// <summary>Cloze's figure over the peer's.</summary>
    public double? Ratio => PeerFigure is { } figure ? Cloze / figure : null;
}
