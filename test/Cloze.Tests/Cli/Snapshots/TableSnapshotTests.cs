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
        ["fill-joint"] = console => JointFillTable.Write(SampleResults.Joint(), console),
        ["eval-pairs"] = console => PairsTable.Write(SampleResults.Pairs(), console),
        ["score"] = console => Score(console, isHighlighted: false, replacements: 0),
        ["score-highlight"] = console => Score(console, isHighlighted: true, replacements: 3),
        ["score-pair"] = console => new ScoreView(false, 7, 0, false, Offsets.CodePoints).Write(
            SampleResults.TextOf(pair: "A second sentence, which is shorter."),
            SampleResults.Scores(pair: true),
            console),
        ["score-pair-highlight"] = console => new ScoreView(true, 7, 0, false, Offsets.CodePoints).Write(
            SampleResults.TextOf(pair: SampleResults.LongText.Replace("demand", "course")),
            SampleResults.Scores(pair: true),
            console),
        ["embed"] = console => EmbeddingTable.Write(
            [SampleResults.LongText, "A short one."], SampleResults.Embeddings(2), console),
        ["embed-many"] = console => EmbeddingTable.Write(
            [.. Enumerable.Repeat("A text.", 14)], SampleResults.Embeddings(14), console),
        ["eval"] = console => DetailedEvaluationTable.Write(SampleResults.Detailed(1.29312), console),
        ["eval-against"] = console => ComparisonTable.Write(
            "models/british-fiction-mini", "models/adapted", SampleResults.Comparison(otherVocabulary: false), console),
        ["eval-against-other-vocabulary"] = console => ComparisonTable.Write(
            "models/british-fiction-mini", "models/adapted", SampleResults.Comparison(otherVocabulary: true), console),
        ["eval-next-sentence"] = console => DetailedEvaluationTable.Write(
            SampleResults.Detailed(1.29312) with { Result = SampleResults.EvaluationWithPairs }, console),
        ["explain-pair"] = console => ExplainView.Write(
            SampleResults.LongText, "A second.", SampleResults.ExplanationOfPair(), isAsked: false, console),
        ["explain"] = console =>
            ExplainView.Write(SampleResults.LongText, null, SampleResults.Explanation(), isAsked: false, console),
        ["explain-modern"] = console => ExplainView.Write(
            SampleResults.LongText, null, SampleResults.ExplanationOfModern(), isAsked: false, console),
        ["explain-mask"] = console =>
            ExplainView.Write(SampleResults.LongText, null, SampleResults.Explanation(), isAsked: true, console),
        ["tokenize"] = console => WriteTokens(SampleResults.Encoding(), console),
        ["inspect"] = console => InspectTable.Write(SampleResults.Inspection(), console),
        ["inspect-modern"] = console => InspectTable.Write(SampleResults.ModernInspection(), console),
        ["export"] = console => ExportTable.Write(SampleResults.Export(), console),
        ["doctor"] = console => DoctorTable.Write(SampleResults.Doctor(), text => text, console),
        ["bench"] = console => BenchTable.Write(SampleResults.Engine(), console),
        ["devices"] = console => DevicesTable.Write("CPU, AVX-512, 16 threads", DeviceSamples.Probes(), console),
        ["selftest"] = console => SelftestTable.Write(DeviceSamples.Report(), console),
        ["train-start"] = console => Lines(console, TrainingLines.Start(SampleResults.Start())),
        ["train-start-pairs"] = console => Lines(console, TrainingLines.Start(SampleResults.StartWithPairs())),
        ["train-panel-pairs"] = console => console.Write(SampleResults.PanelWithPairs().Render()),
        ["train-summary-pairs"] = console => TrainingSummary.Write(SampleResults.TrainingWithPairs(), console),
        ["train-panel"] = console => console.Write(SampleResults.Panel().Render()),
        ["train-summary"] = console => TrainingSummary.Write(SampleResults.Training(), console),
    };

    public static MatrixTheoryData<string, int> Names { get; } = new(s_views.Keys, Snapshot.Widths);

    [Theory]
    [MemberData(nameof(Names))]
    public void TheViewIsTheOneKept(string name, int width) => Snapshot.Check(name, width, s_views[name]);

    private static void WriteTokens(Encoding encoding, IAnsiConsole console) =>
        EncodingTable.Write(encoding, encoding.Offsets, console);

    private static void Score(IAnsiConsole console, bool isHighlighted, int replacements) =>
        new ScoreView(isHighlighted, 7, replacements, false, Offsets.CodePoints).Write(
            SampleResults.TextOf(pair: null), SampleResults.Scores(pair: false), console);

    private static void Lines(IAnsiConsole console, IEnumerable<string> lines)
    {
        foreach (string line in lines) console.WriteParagraph(line);
    }
}
