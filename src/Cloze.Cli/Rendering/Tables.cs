using Spectre.Console;

namespace Cloze.Cli.Rendering;

/// <summary>The one look of all tables: headings over a rule, numbers to the right, no cell broken.</summary>
internal static class Tables
{
    /// <summary>The most columns of a word in a cell.</summary>
    public const int LongestWord = 24;

    private const int ColumnGap = 3;
    private static readonly string[] s_words =
        ["token", "piece", "text", "sentence", "name", "word", "input", "what", "such as"];

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

    /// <summary>The columns left for a text beside cells that take <paramref name="taken"/> each.</summary>
    public static int Room(IAnsiConsole console, params int[] taken) =>
        console.Profile.Width - taken.Sum() - (ColumnGap * (taken.Length + 1)) - 1;

    /// <summary>A word from a file for a cell: as it is, or its beginning where it is very long.</summary>
    /// <param name="word">The word.</param>
    /// <param name="room">The columns that there are for it.</param>
    public static string Word(string word, int room = LongestWord) =>
        Markup.Escape(SentenceWindow.Beginning(word, Math.Min(room, LongestWord)));
}
