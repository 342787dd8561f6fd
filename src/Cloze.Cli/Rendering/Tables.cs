using Spectre.Console;

namespace Cloze.Cli.Rendering;

/// <summary>The one look of all tables: headings over a rule, numbers to the right.</summary>
internal static class Tables
{
    private static readonly string[] s_words = ["token", "piece", "text", "sequence", "name", "word", "input", "what"];

    public static Table Create(params string[] headings)
    {
        Table table = new Table().Border(TableBorder.Simple);
        foreach (string heading in headings)
        {
            var column = new TableColumn(Markup.Escape(heading)).NoWrap();
            table.AddColumn(s_words.Contains(heading) ? column : column.RightAligned());
        }

        return table;
    }
}
