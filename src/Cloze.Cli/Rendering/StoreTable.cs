using System.Globalization;
using Cloze.Data;
using Cloze.Training;
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
            $"{files} in {shards} of {TrainingMemory.Size(store.Bytes)}, {Count(store.VocabularySize)} pieces, "
            + $"settings {Numbers.Hash(store.SettingsHash)}.");
        foreach (string line in Duplicates(store)) console.WriteParagraph(Printable.Line(line));
        console.WriteParagraph(isChecked ? "Every id was read, and has its checksum." : Speed(store));
        console.WriteWhole($"The store is in {Printable.Line(store.Path)}.");
    }

    private static IEnumerable<string> Duplicates(StoreSummary store) => store.NearDuplicates is { } report
        ? report.Examples.Skip(1).Select(example => $"Another: {example}").Prepend(report.ToString())
        : [];

    private static string Speed(StoreSummary store) => string.Create(
        CultureInfo.InvariantCulture,
        $"{store.TokensWritten:N0} tokens from {TrainingMemory.Size(store.BytesRead)} of text in {store.Seconds:F1} s "
        + $"({store.TokensPerSecond / 1e6:F1} M tokens/s).");

    private static void Row(Table table, string what, long training, long heldOut) =>
        table.AddRow(what, Count(training), Count(heldOut));

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
