using System.Text.Json;

namespace Cloze.Benchmarks.EndToEnd.Reporting;

/// <summary>What contestants gave who ran in turns, so that a change of the machine's speed meets all.</summary>
internal sealed class Alternation
{
    private readonly List<IReadOnlyList<JsonElement>>[] _runs;
    private readonly double[] _leastShares;
    private readonly ReportOptions _options;
    private readonly IReadOnlyList<Contestant> _contestants;
    private int _rounds;

    private Alternation(ReportOptions options, IReadOnlyList<Contestant> contestants)
    {
        (_options, _contestants) = (options, contestants);
        _runs = [.. contestants.Select(_ => new List<IReadOnlyList<JsonElement>>())];
        _leastShares = [.. contestants.Select(_ => 1.0)];
    }

    /// <summary>For each contestant the lines of each of its runs; none for one that failed.</summary>
    public IReadOnlyList<JsonElement>[][] Runs => [.. _runs.Select(lines => lines.ToArray())];

    /// <summary>Why the figures are to be doubted, or null where they are not.</summary>
    public string? Doubt
    {
        get
        {
            List<string> reasons =
            [
                .. _contestants.Zip(_leastShares).Where(pair => pair.Second < WholeMachine.LeastShare).Select(pair =>
                    FormattableString.Invariant($"{pair.First.Name} ran beside {100 * pair.Second:F0} % of the peak")),
            ];
            if (_rounds < _options.Rounds) reasons.Add($"{_rounds} of {_options.Rounds} rounds");
            return reasons.Count == 0 ? null : string.Join(", ", reasons);
        }
    }

    /// <summary>
    /// Runs them in turns, Cloze first. A run without the whole machine is done again while its share of the row's
    /// time lasts; when all of it is over, no further round begins. One that fails is left out, with a line on
    /// standard error.
    /// </summary>
    /// <exception cref="ClozeException">Cloze itself fails.</exception>
    public static Alternation Of(ReportOptions options, IReadOnlyList<Contestant> contestants)
    {
        var alternation = new Alternation(options, contestants);
        RowTime time = options.StartRow();
        do alternation.Round(time);
        while (++alternation._rounds < options.Rounds && !time.IsOver);
        return alternation;
    }

    private void Round(RowTime time)
    {
        for (int i = 0; i < _contestants.Count; i++)
        {
            if (_rounds > 0 && _runs[i].Count == 0) continue;
            Contestant contestant = _contestants[i];
            RowTime share = time.UpTo((_rounds * _contestants.Count) + i, _options.Rounds * _contestants.Count);
            try
            {
                _options.Say($"  {contestant.Name}, run {_rounds + 1} of {_options.Rounds}");
                var run = _options.Machine.Run(contestant.Name, () => contestant.Run(time.Limit), share);
                _runs[i].Add(run.Result);
                _leastShares[i] = Math.Min(_leastShares[i], run.PeakShare);
            }
            catch (ClozeException error) when (i > 0)
            {
                _options.Say($"{contestant.Name} is left out. {error.Message}");
                _runs[i].Clear();
                _leastShares[i] = 1;
            }
        }
    }

    /// <summary>The median over the runs of a figure on the only or the given line, or null without runs.</summary>
    public static double? Median(
        IReadOnlyList<JsonElement>[] runs, Func<JsonElement, double> figure, Func<JsonElement, bool>? line = null)
    {
        if (runs.Length == 0) return null;
        double[] values = [.. runs.Select(lines => figure(line is null ? lines[0] : lines.First(line))).Order()];
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
