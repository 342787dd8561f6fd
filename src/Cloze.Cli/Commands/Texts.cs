using System.Diagnostics;
using System.Text;
using Cloze.Cli.Hosting;

namespace Cloze.Cli.Commands;

/// <summary>The texts a verb works on: the one of the command line, or many from a file.</summary>
internal static class Texts
{
    private const int MostHeld = 1 << 16;
    private static readonly TimeSpan s_longestHeld = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs a verb on its one text, or on the lines of an input file, in order.</summary>
    /// <param name="text">The text of the command line, or null.</param>
    /// <param name="pair">Its second text, or null.</param>
    /// <param name="input">The file, <c>-</c> for standard input, or null.</param>
    /// <param name="context">Where results go.</param>
    /// <param name="one">Writes the answer to one text.</param>
    /// <param name="many">Turns texts into lines of output, one each.</param>
    /// <param name="cancellation">Ends the verb.</param>
    /// <exception cref="UsageException">Neither or both of text and input are given.</exception>
    /// <exception cref="ClozeException">The verb refuses a text; of many, the message names the line.</exception>
    public static async Task<int> RunAsync(
        string? text,
        string? pair,
        string? input,
        CliContext context,
        Action<BatchItem> one,
        Func<IAsyncEnumerable<BatchItem>, IAsyncEnumerable<string>> many,
        CancellationToken cancellation)
    {
        if (text is null == input is null)
        {
            throw new UsageException(
                text is null ? "A text is missing." : "Both a text and --input are given.",
                "Give either TEXT or --input FILE.");
        }

        if (text is not null) one(new BatchItem(text, pair, 0));
        else await RunManyAsync(input!, context, many, cancellation);
        return ExitCode.Done;
    }

    /// <summary>Runs a verb on the lines of an input file.</summary>
    /// <inheritdoc cref="RunAsync" path="/param | /exception"/>
    public static async Task RunManyAsync(
        string input,
        CliContext context,
        Func<IAsyncEnumerable<BatchItem>, IAsyncEnumerable<string>> many,
        CancellationToken cancellation)
    {
        var lines = new BatchLines(BatchInput.Read(input, context));
        var held = new StringBuilder();
        try
        {
            await WriteAsync(many(lines.Read(cancellation)), lines, held, context, cancellation);
        }
        catch (TextException error)
        {
            throw new ClozeException($"Line {lines.Next}: {error.Reason.Message}", error.Hint, error);
        }
        finally
        {
            Flush(held, context);
        }
    }

    // Output is held while more comes at once, and given out before there is a wait for more.
    private static async Task WriteAsync(
        IAsyncEnumerable<string> output,
        BatchLines lines,
        StringBuilder held,
        CliContext context,
        CancellationToken cancellation)
    {
        long since = Stopwatch.GetTimestamp();
        await using IAsyncEnumerator<string> results = output.GetAsyncEnumerator(cancellation);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            ValueTask<bool> next = results.MoveNextAsync();
            if (!next.IsCompleted || held.Length > MostHeld || Stopwatch.GetElapsedTime(since) > s_longestHeld)
            {
                Flush(held, context);
                since = Stopwatch.GetTimestamp();
            }

            if (!await next) return;
            lines.Answer();
            held.Append(results.Current).Append(context.Output.NewLine);
        }
    }

    private static void Flush(StringBuilder held, CliContext context)
    {
        if (held.Length == 0) return;
        context.Output.Write(held.ToString());
        context.Output.Flush();
        held.Clear();
    }
}
