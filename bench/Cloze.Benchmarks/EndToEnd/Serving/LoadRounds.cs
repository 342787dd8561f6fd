namespace Cloze.Benchmarks.EndToEnd.Serving;

/// <summary>The same load several times, others between.</summary>
internal sealed class LoadRounds
{
    private readonly List<LoadResult> _results = [];

    /// <summary>What came of each.</summary>
    public IReadOnlyList<LoadResult> Results => _results;

    /// <summary>Requests without the answer that they should have had.</summary>
    public int Lost => _results.Sum(result => result.Lost);

    /// <summary>Counts a round.</summary>
    public void Add(LoadResult result) => _results.Add(result);

    /// <summary>The median over the rounds.</summary>
    public double Median(Func<LoadResult, double> value) => Timing.Median(_results.Select(value));

    /// <summary>The time within which a share of all requests was answered, in ms.</summary>
    public double Quantile(double share) =>
        LoadResult.Quantile(_results.SelectMany(result => result.Milliseconds), share);
}
