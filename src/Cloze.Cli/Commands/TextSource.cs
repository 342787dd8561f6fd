using System.CommandLine;
using Cloze.Cli.Hosting;
using Cloze.Data;

namespace Cloze.Cli.Commands;

/// <summary>Where a verb's texts come from: the command line, or the lines of an input.</summary>
/// <param name="Text">The text of the command line, or null.</param>
/// <param name="Pair">Its second text, or null.</param>
/// <param name="Input">A file of lines, <c>-</c> for standard input, or null.</param>
/// <param name="SkipInvalid">Whether lines without an answer are only counted.</param>
/// <param name="Field">The field of a JSON line that holds its text.</param>
internal sealed record TextSource(
    string? Text, string? Pair, string? Input, bool SkipInvalid = false, string Field = TextInput.DefaultField)
{
    /// <summary>The source that a command line names.</summary>
    /// <exception cref="UsageException">A pair is given to many texts.</exception>
    public static TextSource Of(
        ParseResult parsed,
        Argument<string?> text,
        Option<string?> pair,
        Option<string?> input,
        Option<string> field,
        Option<bool> skipInvalid)
    {
        var source = new TextSource(
            parsed.GetValue(text),
            parsed.GetValue(pair),
            parsed.GetValue(input),
            parsed.GetValue(skipInvalid),
            parsed.GetRequiredValue(field));
        if (source.Pair is null || source.Input is null) return source;
        throw new UsageException(
            "Both --pair and --input are given.",
            "Give each line of --input its own pair: {\"text\": \"...\", \"pair\": \"...\"}.");
    }
}
