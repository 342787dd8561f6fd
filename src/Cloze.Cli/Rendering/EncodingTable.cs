using Cloze.Text;
using Spectre.Console;

namespace Cloze.Cli.Rendering;

/// <summary>An encoding as a table, one token a row.</summary>
internal static class EncodingTable
{
    /// <summary>Draws the encoding with its tokens' places.</summary>
    public static void Write(Encoding encoding, IReadOnlyList<TextSpan> offsets, IAnsiConsole console)
    {
        Table table = Tables.Create("#", "token", "input_id", "type_id", "attention", "offsets");
        for (int i = 0; i < encoding.InputIds.Length; i++)
        {
            table.AddRow(
                $"{i}",
                Tables.Word(encoding.Tokens[i]),
                $"{encoding.InputIds[i]}",
                $"{encoding.TokenTypeIds[i]}",
                $"{encoding.AttentionMask[i]}",
                $"{offsets[i].Start}-{offsets[i].End}");
        }

        console.Write(table);
    }
}
