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
    public int Lost { get; private set; }

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

    /// <summary>The time within which a share of the requests was answered, in ms.</summary>
    public double Quantile(double share)
    {
        lock (_gate)
        {
            if (_milliseconds.Count == 0) return double.NaN;
            double[] sorted = [.. _milliseconds.Order()];
            return sorted[Math.Min((int)(share * sorted.Length), sorted.Length - 1)];
        }
    }
}
