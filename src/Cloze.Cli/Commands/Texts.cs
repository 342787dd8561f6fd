using Cloze.Cli.Hosting;
using Cloze.Cli.Rendering;
using Cloze.Data;

namespace Cloze.Cli.Commands;

/// <summary>The texts a verb works on: the one of the command line, or many from a file.</summary>
internal static class Texts
{
    /// <summary>Runs a verb on its one text, or on the lines of an input file, in order.</summary>
    /// <param name="source">Where the texts come from.</param>
    /// <param name="context">Where results go.</param>
    /// <param name="work">What is done with them.</param>
    /// <param name="cancellation">Ends the verb.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="UsageException">Neither or both of text and input are given.</exception>
    /// <exception cref="ClozeException">The verb refuses the one text, or the input cannot be read.</exception>
    public static async Task<int> RunAsync<TAnswer>(
        TextSource source, CliContext context, TextWork<TAnswer> work, CancellationToken cancellation)
    {
        if (source.Text is null == source.Input is null)
        {
            throw new UsageException(
                source.Text is null ? "A text is missing." : "Both a text and --input are given.",
                "Give either TEXT or --input FILE.");
        }

        if (source.Text is null) return await RunManyAsync(source, context, work, cancellation);
        var text = new TextRecord { Text = source.Text, Pair = source.Pair };
        work.Print(text, work.One(text));
        work.Finish();
        return ExitCode.Done;
    }

    /// <summary>
    /// Runs a verb on the lines of an input file. A line that has no answer is told by its number, and the others are
    /// answered.
    /// </summary>
    /// <inheritdoc cref="RunAsync" path="/param | /returns | /exception"/>
    public static Task<int> RunManyAsync<TAnswer>(
        TextSource source, CliContext context, TextWork<TAnswer> work, CancellationToken cancellation)
    {
        TextInput input = Open(source, context);
        var run = new ManyTexts<TAnswer>(input, source.SkipInvalid, context, work);
        async Task<int> Answer()
        {
            // What waits for a line of standard input is left to itself.
            using TextInput? file = source.Input == "-" ? null : input;
            return await run.RunAsync(cancellation);
        }

        return InputProgress.RunAsync(
            context, context.ShowsProgress, () => input.ShareRead, () => run.Answered, Answer);
    }

    private static TextInput Open(TextSource source, CliContext context)
    {
        string path = source.Input!;
        if (path == "-") return TextInput.From(context.Input, "standard input", source.Field);
        if (Directory.Exists(path))
        {
            throw new ClozeException(
                $"{path} is a folder, expected a file of lines.",
                "Name a file in it, or join several: cat FOLDER/*.txt, with --input - behind a bar.");
        }

        if (File.Exists(path)) return TextInput.Open(path, source.Field);
        throw new ClozeException($"There is no file {path}.", "Name a file of lines, or - for standard input.");
    }
}
