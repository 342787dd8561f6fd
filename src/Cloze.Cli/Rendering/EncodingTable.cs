using Cloze.Text;
using Spectre.Console;

namespace Cloze.Cli.Rendering;

/// <summary>An encoding as a table, one token a row.</summary>
internal static class EncodingTable
{
    public static void Write(Encoding encoding, IAnsiConsole console)
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
                $"{encoding.Offsets[i].Start}-{encoding.Offsets[i].End}");
        }

        console.Write(table);
    }
}
