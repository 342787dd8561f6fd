using System.Globalization;
using Cloze.Cli.Rendering.Training;
using Cloze.Doctor;
using Cloze.Training;
using Spectre.Console;

namespace Cloze.Cli.Rendering;

/// <summary>An examination for people: the figures, then what was found, the worst first.</summary>
internal static class DoctorTable
{
    private const int MostNamed = 4;

    /// <summary>So many epochs are written without decimals.</summary>
    private const int ManyEpochs = 100;

    /// <summary>Writes all of it.</summary>
    /// <param name="report">The report.</param>
    /// <param name="withOptions">Gives options their names on the command line.</param>
    /// <param name="console">Where.</param>
    public static void Write(DoctorReport report, Func<string, string> withOptions, IAnsiConsole console)
    {
        console.WriteParagraph(Corpus(report.Corpus));
        if (report.Languages.Scripts.Count > 0) console.WriteParagraph($"Scripts: {Shares(report.Languages.Scripts)}.");
        if (report.Languages.Languages.Count > 0)
        {
            console.WriteParagraph(
                $"Languages in Latin letters, guessed by common words: {Shares(report.Languages.Languages)}.");
        }

        Table figures = Figures(report);
        if (figures.Rows.Count > 0) console.Write(figures);
        foreach (Finding finding in report.Findings) Write(finding, withOptions, console);
        console.WriteParagraph(Sum(report.Findings));
    }

    private static string Corpus(CorpusFigures corpus)
    {
        string files = corpus.Files == 0 ? "" : " in " + Count(corpus.Files, "file");
        string sample = corpus.SampleCharacters >= corpus.Characters
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture, $" Cut into pieces was a sample of {corpus.SampleCharacters:N0}.");
        return $"{Count(corpus.Documents, "document")}{files}, {Count(corpus.Lines, "line")}, "
            + $"{Count(corpus.Characters, "character")}.{sample}";
    }

    private static string Count(long count, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}{(count == 1 ? "" : "s")}");

    private static string Shares(IReadOnlyList<NamedShare> shares) => string.Join(
        ", ", shares.Take(MostNamed).Select(share => $"{share.Name} {Numbers.Percent(share.Share)}"));

    private static Table Figures(DoctorReport report)
    {
        Table table = Tables.Create("what", "value");
        if (report.Pieces is { } pieces) AddPieces(table, pieces);
        if (report.Losses is { } losses)
        {
            table.AddRow("loss at the start, ln V", Nats(losses.Start));
            table.AddRow("by word frequencies", Nats(losses.Frequencies));
            table.AddRow("by counting the left word", Nats(losses.LeftWord));
            table.AddRow("by counting both neighbours", Nats(losses.BothNeighbours));
        }

        if (report.Cost is { } cost) AddCost(table, cost);
        return table;
    }

    private static void AddPieces(Table table, PieceFigures pieces)
    {
        string origin = pieces.IsTrained ? "learned from the text" : "of the model";
        table.AddRow("vocabulary", $"{Count(pieces.VocabularySize)} pieces, {origin}");
        table.AddRow("pieces a word", Numbers.Of(pieces.PiecesPerWord, "F2"));
        table.AddRow("unknown pieces", Numbers.Percent(pieces.UnknownRate));
        table.AddRow("sequences", Count(pieces.Sequences));
        table.AddRow("without a token to mask", Count(pieces.SequencesWithoutMasks));
    }

    private static void AddCost(Table table, RunCost cost)
    {
        string name = Markup.Escape(SentenceWindow.Beginning(cost.Model, 30));
        table.AddRow("model", $"{name}, {Count(cost.Parameters)} weights");
        if (cost is { TokensPerSecond: { } speed, EpochSeconds: { } epoch, EpochsInTenMinutes: { } epochs })
        {
            table.AddRow("speed here", $"{Count(speed)} tokens/s");
            table.AddRow("one epoch", $"{Count(cost.EpochTokens)} tokens, {TrainingLines.Duration(epoch)}");
            table.AddRow("ten minutes", $"{Numbers.Of(epochs, epochs < ManyEpochs ? "F2" : "N0")} epochs");
        }

        table.AddRow("memory", $"{TrainingMemory.Size(cost.MemoryBytes)} of {TrainingMemory.Size(cost.MachineBytes)}");
        table.AddRow("disk", cost.FreeBytes is { } free
            ? $"{TrainingMemory.Size(cost.DiskBytes)} of {TrainingMemory.Size(free)} free"
            : TrainingMemory.Size(cost.DiskBytes));
    }

    private static void Write(Finding finding, Func<string, string> withOptions, IAnsiConsole console)
    {
        string severity = finding.Severity.ToString().ToLowerInvariant();
        console.WriteParagraph($"{severity}: {Printable.Line(withOptions(finding.Message))}");
        foreach (string example in finding.Examples) console.WriteParagraph($"    {Printable.Line(example)}");
        console.WriteParagraph($"  {Printable.Line(withOptions(finding.Advice))}");
        console.WriteWhole("");
    }

    private static string Sum(IReadOnlyList<Finding> findings)
    {
        if (findings.Count == 0) return "Nothing was found that spoils a run.";
        IEnumerable<string> sums =
            from severity in Enum.GetValues<Severity>().Reverse()
            let count = findings.Count(finding => finding.Severity == severity)
            where count > 0
            let noun = severity.ToString().ToLowerInvariant()
            select severity == Severity.Fatal ? $"{count} fatal" : Plural(count, noun);
        return $"Found: {string.Join(", ", sums)}.";
    }

    private static string Plural(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    private static string Nats(double value) => $"{Numbers.Of(value, "F3")} nats";

    private static string Count(double value) => Numbers.Of(value, "N0");
}
