using System.Text.Json;
using Cloze.Benchmarks.EndToEnd.Reporting;
using Xunit;

namespace Cloze.Tests.Benchmarks;

public class ReportOutputTests
{
    private static readonly MachineName s_machine = new("A machine", "machine");

    // A card has pages of its own and no report.
    public static TheoryData<string> Kept =>
        [.. Directory.EnumerateDirectories(Repository.Path("bench", "results"))
            .Where(folder => File.Exists(Path.Combine(folder, "report.json")))
            .Select(Path.GetFileName).OfType<string>()];

    [Theory]
    [MemberData(nameof(Kept))]
    public void AReportIsWhatItsFiguresGive(string machine)
    {
        string folder = Repository.Path("bench", "results", machine);
        string expected = File.ReadAllText(Path.Combine(folder, "report.md"));
        string written = ReportMarkdown.Write(new ReportFolder(folder).Read(), s_machine);
        Assert.Equal(Below(expected), Below(written));
    }

    [Fact]
    public void EachRowIsShownBeforeTheNextIsMeasured()
    {
        var writer = new StringWriter();
        var shown = new List<string>();
        ReportRow[] rows = [Row("first"), Row("second") with { Doubt = "Cloze ran beside 70 % of the peak" }];
        Measure(new FakeSection(rows, () => shown.Add(writer.ToString())), new MarkdownOutput(writer, s_machine));
        Assert.DoesNotContain("| first", shown[0]);
        Assert.EndsWith("| first | 5.00 s |  | none |  |  |  |  |  |\n", shown[1]);
        Assert.Contains("| second ~ |", writer.ToString());
        Assert.EndsWith(
            "second: Cloze ran beside 70 % of the peak.\n\nA note that comes late.\n",
            writer.ToString());
    }

    [Fact]
    public void WhatIsShownIsWhatIsKept()
    {
        var writer = new StringWriter();
        ReportRow[] rows =
        [
            Row("one") with { Product = "Forward", Target = new Target { Least = 9 }, Doubt = "1 of 2 rounds" },
            Row("one") with { Product = "InputGradient" },
            Row("two") with { Product = "Forward" },
        ];
        ReportSection section = Measure(new FakeSection(rows, null), new MarkdownOutput(writer, s_machine));
        Assert.Contains("| one | 5.00 (, ) * ~ | 5.00 (, ) |  | >= 9 |\n| two |", writer.ToString());
        Assert.Equal(ReportMarkdown.Write([section], s_machine), writer.ToString());
    }

    [Fact]
    public void AsJsonEveryLineIsAnObject()
    {
        var writer = new StringWriter();
        Measure(new FakeSection([Row("first") with { Doubt = "why" }], null), new JsonOutput(writer));
        JsonElement[] lines =
        [
            .. writer.ToString().TrimEnd().Split(Environment.NewLine).Select(
                line => JsonSerializer.Deserialize<JsonElement>(line)),
        ];
        Assert.Equal(2, lines.Length);
        Every.Item(lines, line => Assert.Equal(JsonValueKind.Object, line.ValueKind));
        Assert.Equal("threads", lines[0].GetProperty("section").GetString());
        Assert.Equal("why", lines[0].GetProperty("doubt").GetString());
        Assert.Equal("threads", lines[1].GetProperty("name").GetString());
        Assert.False(lines[1].TryGetProperty("rows", out _));
    }

    [Fact]
    public void ARowsTimeIsAnOption()
    {
        Assert.Equal(TimeSpan.FromMinutes(10), ReportOptions.Parse([]).RowLimit);
        Assert.Equal(TimeSpan.FromMinutes(3), ReportOptions.Parse(["--row-minutes", "3"]).RowLimit);
    }

    private static string Below(string report) => report[report.IndexOf("\n## ", StringComparison.Ordinal)..];

    private static ReportRow Row(string what) => new() { What = what, Unit = "s", Cloze = 5 };

    private static ReportSection Measure(FakeSection section, IReportOutput output) =>
        ReportCommand.Measure(section, Contestants.None, new FakeMachine().Options(1, 1), output)!;

    private sealed class FakeSection(ReportRow[] rows, Action? beforeEach) : ISectionMeasurement
    {
        private readonly List<string> _notes = ["A note."];

        public string Name => "threads";

        public IReadOnlyList<string> Notes => _notes;

        public IEnumerable<ReportRow> Measure(Contestants contestants, ReportOptions options)
        {
            foreach (ReportRow row in rows)
            {
                beforeEach?.Invoke();
                yield return row;
            }

            if (beforeEach is not null) _notes.Add("A note that comes late.");
        }
    }
}
