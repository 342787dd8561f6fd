using Cloze.Cli.Rendering;
using Cloze.Cli.Rendering.Training;
using Cloze.Text;
using Spectre.Console;
using Xunit;

namespace Cloze.Tests.Cli;

public class TableSnapshotTests
{
    private static readonly Dictionary<string, Action<IAnsiConsole>> s_views = new()
    {
        ["fill"] = console => FillTable.Write(SampleResults.Fill(masks: 1), console),
        ["fill-two-masks"] = console => FillTable.Write(SampleResults.Fill(masks: 2), console),
        ["eval"] = console => EvaluationTable.Write(SampleResults.Evaluation, console),
        ["explain"] = console =>
            ExplainView.Write(SampleResults.LongText, SampleResults.Explanation(), isAsked: false, console),
        ["explain-mask"] = console =>
            ExplainView.Write(SampleResults.LongText, SampleResults.Explanation(), isAsked: true, console),
        ["tokenize"] = console => WriteTokens(SampleResults.Encoding(), console),
        ["inspect"] = console => InspectTable.Write(SampleResults.Inspection(), console),
        ["bench"] = console => BenchTable.Write(SampleResults.Engine(), console),
        ["train-start"] = console => Lines(console, TrainingLines.Start(SampleResults.Start())),
        ["train-panel"] = console => console.Write(SampleResults.Panel().Render()),
        ["train-summary"] = console => TrainingSummary.Write(SampleResults.Training(), console),
    };

    public static MatrixTheoryData<string, int> Names { get; } = new(s_views.Keys, Snapshot.Widths);

    [Theory]
    [MemberData(nameof(Names))]
    public void TheViewIsTheOneKept(string name, int width) => Snapshot.Check(name, width, s_views[name]);

    private static void WriteTokens(Encoding encoding, IAnsiConsole console) =>
        EncodingTable.Write(encoding, encoding.Offsets, console);

    private static void Lines(IAnsiConsole console, IEnumerable<string> lines)
    {
        foreach (string line in lines) console.WriteParagraph(line);
    }
}
