using Cloze.Cli.Hosting;

namespace Cloze.Cli.Commands;

/// <summary>The texts a verb works on: the one of the command line, or many from a file.</summary>
internal static class Texts
{
    /// <summary>Runs a verb on its one text, or line by line on an input file, in order.</summary>
    /// <exception cref="UsageException">Neither or both of text and input are given.</exception>
    /// <exception cref="ClozeException">The verb refuses a text; of many, the message names the line.</exception>
    public static int Run(
        string? text,
        string? pair,
        string? input,
        CliContext context,
        Action<BatchItem> one,
        Action<BatchItem> eachOfMany,
        CancellationToken cancellation)
    {
        if (text is null == input is null)
        {
            throw new UsageException(
                text is null ? "A text is missing." : "Both a text and --input are given.",
                "Give either TEXT or --input FILE.");
        }

        if (text is not null)
        {
            one(new BatchItem(text, pair, 0));
            return ExitCode.Done;
        }

        foreach (BatchItem item in BatchInput.Read(input!, context))
        {
            cancellation.ThrowIfCancellationRequested();
            RunOne(item, eachOfMany);
        }

        return ExitCode.Done;
    }

    private static void RunOne(BatchItem item, Action<BatchItem> action)
    {
        try
        {
            action(item);
        }
        catch (ClozeException error)
        {
            throw new ClozeException($"Line {item.Line}: {error.Message}", error.Hint, error);
        }
    }
}
