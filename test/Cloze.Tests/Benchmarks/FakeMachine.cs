using System.Text.Json;
using Cloze.Benchmarks;
using Cloze.Benchmarks.EndToEnd.Reporting;

namespace Cloze.Tests.Benchmarks;

/// <summary>A machine whose peak falls as it is told, and whose clock goes on with each run.</summary>
internal sealed class FakeMachine : TimeProvider
{
    private readonly Queue<double> _peaks;
    private int _minutes;

    /// <summary>The peaks measured, one after the other; 100 when all are taken.</summary>
    public FakeMachine(params double[] peaks) => _peaks = new Queue<double>(peaks);

    public List<string> Said { get; } = [];

    public override long TimestampFrequency => 1;

    public override long GetTimestamp() => 60 * _minutes;

    public ReportOptions Options(int rounds, double minutes) => new([], null, rounds, false)
    {
        Machine = new WholeMachine(() => 1e9 * (_peaks.TryDequeue(out double peak) ? peak : 100), Said.Add),
        RowLimit = TimeSpan.FromMinutes(minutes),
        Clock = this,
        Say = Said.Add,
    };

    /// <summary>A contestant that gives 1, 2, 3 ... and takes so many minutes for each.</summary>
    public Contestant Counting(string name, int minutes = 1)
    {
        int runs = 0;
        return new Contestant(name, _ =>
        {
            _minutes += minutes;
            return [JsonSerializer.SerializeToElement(++runs)];
        });
    }
}
