namespace Cloze.Benchmarks.EndToEnd.Serving;

/// <summary>What came of a load.</summary>
internal sealed class LoadResult
{
    private readonly Lock _gate = new();
    private readonly List<double> _milliseconds = [];
    private long _tokens;

    /// <summary>How long it lasted.</summary>
    public TimeSpan Elapsed { get; set; }

    /// <summary>Requests that were answered.</summary>
    public int Answered => _milliseconds.Count;

    /// <summary>Requests without the answer that they should have had.</summary>
    public int Lost { get; set; }

    /// <summary>Tokens of the texts that were answered, a second.</summary>
    public double TokensPerSecond => _tokens / Elapsed.TotalSeconds;

    /// <summary>Requests that were answered, a second.</summary>
    public double RequestsPerSecond => Answered / Elapsed.TotalSeconds;

    /// <summary>Counts a request.</summary>
    public void Add(TimeSpan time, int tokens, bool isRight)
    {
        lock (_gate)
        {
            if (!isRight)
            {
                Lost++;
                return;
            }

            _milliseconds.Add(time.TotalMilliseconds);
            _tokens += tokens;
        }
    }

    /// <summary>How long each took, in ms; nobody adds to it any more.</summary>
    public IReadOnlyList<double> Milliseconds => _milliseconds;

    /// <summary>The value that a share of the values does not exceed.</summary>
    public static double Quantile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? double.NaN : sorted[Math.Min((int)(share * sorted.Length), sorted.Length - 1)];
    }
}
