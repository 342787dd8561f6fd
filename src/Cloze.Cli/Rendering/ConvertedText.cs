using System.Globalization;
using Cloze.Models;
using Spectre.Console;

namespace Cloze.Cli.Rendering;

/// <summary>What a conversion wrote, for people.</summary>
internal static class ConvertedText
{
    public static void Write(ConversionResult result, IAnsiConsole console)
    {
        console.WriteWhole(Printable.Line(result.File));
        console.WriteParagraph(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Tensors:N0} tensors, {result.Parameters:N0} values as {string.Join(" and ", result.Types)}, "
            + $"{result.Bytes / 1e6:F1} MB."));
        if (result.Copied.Count > 0) console.WriteParagraph($"Taken over: {string.Join(", ", result.Copied)}.");
        if (result.LeftOutSentence() is { } sentence) console.WriteParagraph(sentence);
    }
}
