using System.Globalization;
using Cloze.Data;
using Spectre.Console;

namespace Cloze.Cli.Rendering;

/// <summary>A prepared store for people.</summary>
internal static class StoreTable
{
    public static void Write(StoreSummary store, bool isChecked, IAnsiConsole console)
    {
        Table table = Tables.Create("what", "training", "held out");
        Row(table, "documents", store.TrainingDocuments, store.HeldOutDocuments);
        Row(table, "tokens", store.TrainingTokens, store.HeldOutTokens);
        console.Write(table);
        string files = store.Files == 1 ? "1 file" : Count(store.Files) + " files";
        string shards = store.Shards == 1 ? "1 shard" : Count(store.Shards) + " shards";
        console.WriteParagraph(
            $"{files} in {shards} of {Numbers.Size(store.Bytes)}, {Count(store.VocabularySize)} pieces, "
            + $"settings {Numbers.Hash(store.SettingsHash)}.");
        foreach (string line in Duplicates(store)) console.WriteParagraph(Printable.Line(line));
        console.WriteParagraph(isChecked ? "Every id was read, and has its checksum." : Done(store));
        console.WriteWhole($"The store is in {Printable.Line(store.Path)}.");
    }

    private static IEnumerable<string> Duplicates(StoreSummary store) => store.NearDuplicates is { } report
        ? report.Examples.Skip(1).Select(example => $"Another: {example}").Prepend(report.ToString())
        : [];

    private static string Done(StoreSummary store) => (store.FilesRead, store.FilesBefore) switch
    {
        (0, 1) => "The file is in it already.",
        (0, _) => $"All {Count(store.FilesBefore)} files are in it already.",
        _ => $"{Count(store.TokensWritten)} tokens from {Numbers.Size(store.BytesRead)} of text in "
            + $"{Numbers.Of(store.Seconds, "F1")} s ({Numbers.Speed(store.TokensPerSecond, "tokens")}).",
    };

    private static void Row(Table table, string what, long training, long heldOut) =>
        table.AddRow(what, Count(training), Count(heldOut));

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
