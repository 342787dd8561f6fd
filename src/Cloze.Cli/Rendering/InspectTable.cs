using System.Globalization;
using Cloze.Inference;
using Cloze.Models;
using Spectre.Console;

namespace Cloze.Cli.Rendering;

/// <summary>A model folder for people.</summary>
internal static class InspectTable
{
    private const int ShownLayers = 10;

    public static void Write(ModelInspection model, IAnsiConsole console)
    {
        console.WriteWhole(Printable.Line(model.Folder));
        foreach (string problem in model.Problems) console.WriteParagraph($"problem: {Printable.Line(problem)}");
        Table settings = Settings(model);
        if (settings.Rows.Count > 0) console.Write(settings);
        if (model.Layout is { } layout) console.Write(Parameters(layout));
        else if (model.Stored.Count > 0) console.Write(Stored(model.Stored));
        foreach (string sentence in model.Report?.ToSentences() ?? []) console.WriteParagraph(sentence);
    }

    private static Table Settings(ModelInspection model)
    {
        Table table = Tables.Create("what", "value");
        void Row(string name, IFormattable value) =>
            table.AddRow(name, Markup.Escape(value.ToString(value is int ? "N0" : null, CultureInfo.InvariantCulture)));
        if (model.Config is { } config)
        {
            table.AddRow("model type", config.ModelType);
            Row("vocabulary (V)", config.VocabularySize);
            Row("hidden size (H)", config.HiddenSize);
            if (config.EmbeddingSize != config.HiddenSize) Row("embedding size (E)", config.EmbeddingSize);
            Row("layers (L)", config.LayerCount);
            Row("attention heads (A)", config.AttentionHeadCount);
            Row("inner size (F)", config.InnerSize);
            Row("positions", config.MaximumPositions);
            Row("token types", config.TokenTypes);
            Row("activation", config.Activation);
            Row("LayerNorm epsilon", config.LayerNormEpsilon);
            if (model.Blocks is { } blocks) AddBlocks(table, blocks);
            Row("hidden dropout", config.HiddenDropout);
            Row("attention dropout", config.AttentionDropout);
        }

        if (model.Pieces is { } pieces) Row("pieces of the tokenizer", pieces);
        if (model.Layout is { } layout)
        {
            table.AddRow("parameters", layout.ParameterCount.ToString("N0", CultureInfo.InvariantCulture));
            table.AddRow("as float32", Megabytes(layout.ParameterCount * sizeof(float)));
        }

        if (model.Stored.Count > 0) table.AddRow("tensors stored", StoredText(model.Stored));
        return table;
    }

    private static void AddBlocks(Table table, PreNormBlocks blocks)
    {
        static string Number(IFormattable value) => value.ToString("#,0.######", CultureInfo.InvariantCulture);
        string[] full = [.. blocks.FullLayers.Select(layer => Number(layer + 1))];
        bool hasLocal = full.Length < blocks.LayerTypes.Count;
        table.AddRow("norms", "before each part");
        table.AddRow("feed-forward parts", "gated");
        table.AddRow("layers that see all", hasLocal ? SomeOf(full) : "all");
        if (full.Length > 0) table.AddRow("rotary base of these", Number(blocks.FullRopeTheta));
        if (!hasLocal) return;
        table.AddRow("window of the others", $"{Number(blocks.LocalAttention)} tokens");
        table.AddRow("rotary base of the others", Number(blocks.LocalRopeTheta));
    }

    private static string SomeOf(string[] layers)
    {
        if (layers.Length == 0) return "none";
        string more = layers.Length > ShownLayers ? $" and {layers.Length - ShownLayers} more" : "";
        return string.Join(", ", layers.Take(ShownLayers)) + more;
    }

    private static Table Parameters(ParameterLayout layout)
    {
        Table table = Tables.Create("name", "shape");
        foreach (ParameterSpec parameter in layout.Parameters)
        {
            table.AddRow(Markup.Escape(parameter.Name), Shape(parameter.Shape));
        }

        return table;
    }

    // Names from a file may hold what moves the cursor.
    private static Table Stored(IReadOnlyList<StoredTensor> tensors)
    {
        Table table = Tables.Create("name", "shape", "type");
        foreach (StoredTensor tensor in tensors)
        {
            table.AddRow(Markup.Escape(Printable.Line(tensor.Name)), Shape(tensor.Shape), tensor.Type);
        }

        return table;
    }

    private static string StoredText(IReadOnlyList<StoredTensor> tensors) => string.Create(
        CultureInfo.InvariantCulture,
        $"{tensors.Count} ({string.Join(", ", tensors.Select(tensor => tensor.Type).Distinct().Order())})");

    private static string Shape(IReadOnlyList<long> shape) => Markup.Escape($"[{string.Join(", ", shape)}]");

    private static string Megabytes(long bytes) =>
        (bytes / 1e6).ToString("F1", CultureInfo.InvariantCulture) + " MB";
}
