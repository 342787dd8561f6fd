namespace Cloze.Benchmarks.EndToEnd.Reporting;

/// <summary>Measures one part of the report.</summary>
internal interface ISectionMeasurement
{
    /// <summary>As <c>--only</c> has it.</summary>
    string Name { get; }

    /// <summary>What must be known of its figures.</summary>
    IReadOnlyList<string> Notes { get; }

    /// <summary>Runs Cloze and the peers in turns, for the tasks wanted, and gives the medians.</summary>
    IEnumerable<ReportRow> Measure(Contestants contestants, ReportOptions options);
}
