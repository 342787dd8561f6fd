using System.Globalization;
using System.Text;
using Cloze.Inference;
using Spectre.Console;

namespace Cloze.Cli.Rendering;

/// <summary>Vectors of texts for people: their sizes and first values, and how alike they are.</summary>
internal static class EmbeddingTable
{
    private const int ValueWidth = 9, CosineWidth = 7, Wide = 100;
    private const string Size = "size", Tokens = "tokens", Norm = "norm";

    /// <summary>A row a text; of two and more the cosines of each two.</summary>
    public static void Write(
        IReadOnlyList<string> texts, IReadOnlyList<TextEmbedding> vectors, IAnsiConsole console)
    {
        Table table = Tables.Create("#", Size, Tokens, Norm, "first values", "text");
        int shown = console.Profile.Width < Wide ? 2 : 4;
        int room = Tables.Room(
            console, 2, Size.Length, Tokens.Length, CosineWidth, (ValueWidth * shown) + " ...".Length);
        for (int i = 0; i < vectors.Count; i++)
        {
            ReadOnlySpan<float> values = vectors[i].Values.Span;
            var first = new StringBuilder();
            foreach (float value in values[..Math.Min(shown, values.Length)])
            {
                first.Append(Numbers.Of(value, "F4").PadLeft(ValueWidth));
            }

            table.AddRow(
                $"{i + 1}",
                $"{values.Length}",
                $"{vectors[i].TokenCount}",
                Numbers.Of(vectors[i].Norm, "F4"),
                $"{first} ...",
                Markup.Escape(SentenceWindow.Around(texts[i], 0, 0, room)));
        }

        console.Write(table);
        if (vectors.Count > 1) WriteCosines(vectors, console);
    }

    /// <summary>The values of one of many, as programs read them: with spaces between.</summary>
    public static string Line(TextEmbedding vector)
    {
        var line = new StringBuilder();
        foreach (float value in vector.Values.Span)
        {
            if (line.Length > 0) line.Append(' ');
            line.Append(value.ToString(CultureInfo.InvariantCulture));
        }

        return line.ToString();
    }

    // As many columns as there is room for: the others are in the JSON, as are the vectors.
    private static void WriteCosines(IReadOnlyList<TextEmbedding> vectors, IAnsiConsole console)
    {
        int most = Math.Max(1, (console.Profile.Width - "text".Length - 8) / (CosineWidth + 3));
        int columns = Math.Min(vectors.Count, most);
        Table table = Tables.Create(["#", .. Enumerable.Range(1, columns).Select(column => $"{column}")]);
        for (int row = 0; row < vectors.Count; row++)
        {
            table.AddRow([
                $"{row + 1}",
                .. Enumerable.Range(0, columns).Select(
                    column => Numbers.Of(vectors[row].CosineSimilarity(vectors[column]), "F4")),
            ]);
        }

        console.Write(table.Title("cosine similarity"));
        if (columns < vectors.Count) console.WriteParagraph($"The first {columns} columns of {vectors.Count}.");
    }
}
