using System.Globalization;
using Xunit;

namespace Cloze.Tests.Golden;

/// <summary>
/// The largest differences between computed and golden values, by kind, beside their tolerances: a row of a Markdown
/// table for each, written to the output of the test. See it with
/// <c>dotnet run -c Release --project test/Cloze.Tests -- -namespace Cloze.Tests.Golden -showLiveOutput</c>.
/// </summary>
internal sealed class DifferenceTable(string name, string backend)
{
    private readonly Dictionary<string, Row> _rows = [];

    private sealed record Row(double Difference, double Tolerance, string Where)
    {
        public double Share => Difference / Tolerance;
    }

    /// <summary>Compares element by element and keeps, for the kind, the difference nearest to its tolerance.</summary>
    public void Compare(
        string kind, string where, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        double largest = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double difference = Math.Abs((double)expected[i] - actual[i]);
            largest = double.IsNaN(difference) ? double.PositiveInfinity : Math.Max(largest, difference);
        }

        if (_rows.TryGetValue(kind, out Row? known) && known.Share >= largest / tolerance) return;
        _rows[kind] = new Row(largest, tolerance, where);
    }

    /// <summary>Compares one number.</summary>
    public void Compare(string kind, string where, double expected, double actual, double tolerance) =>
        Compare(kind, where, [(float)expected], [(float)actual], tolerance);

    /// <summary>Writes the table and fails where a difference is above its tolerance.</summary>
    public void WriteAndAssert()
    {
        var lines = new List<string>();
        foreach ((string kind, Row row) in _rows)
        {
            string place = row.Where.Length == 0 ? kind : $"{kind} ({row.Where})";
            lines.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {backend} | {place} | {row.Difference:E1} | {row.Tolerance:E1} | " +
                $"{row.Share:P0} |"));
        }

        string table = string.Join('\n', lines);
        TestContext.Current.TestOutputHelper?.WriteLine(table);
        Assert.True(_rows.Values.All(row => row.Difference <= row.Tolerance), table);
    }
}
