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
    /// <param name="source">Where the texts come from.</param>
    /// <param name="context">Where results go.</param>
    /// <param name="one">Writes the answer to one text.</param>
    /// <param name="many">Turns texts into lines of output, one each.</param>
    /// <param name="cancellation">Ends the verb.</param>
    /// <param name="check">Throws for one of many texts that will be refused, as far as that is cheap to tell.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="UsageException">Neither or both of text and input are given.</exception>
    /// <exception cref="ClozeException">The verb refuses the one text, or the input cannot be read.</exception>
    public static async Task<int> RunAsync(
        TextSource source,
        CliContext context,
        Action<BatchItem> one,
        Func<IAsyncEnumerable<BatchItem>, IAsyncEnumerable<string>> many,
        CancellationToken cancellation,
        Action<BatchItem>? check = null)
    {
        if (source.Text is null == source.Input is null)
        {
            throw new UsageException(
                source.Text is null ? "A text is missing." : "Both a text and --input are given.",
                "Give either TEXT or --input FILE.");
        }

        if (source.Text is null) return await RunManyAsync(source, context, many, cancellation, check);
        one(new BatchItem(source.Text, source.Pair, 0));
        return ExitCode.Done;
    }

    /// <summary>
    /// Runs a verb on the lines of an input file. A line that has no answer is told by its number, and the others are
    /// answered.
    /// </summary>
    /// <inheritdoc cref="RunAsync" path="/param | /returns | /exception"/>
    public static async Task<int> RunManyAsync(
        TextSource source,
        CliContext context,
        Func<IAsyncEnumerable<BatchItem>, IAsyncEnumerable<string>> many,
        CancellationToken cancellation,
        Action<BatchItem>? check = null)
    {
        var refused = new RefusedLines(source.SkipInvalid, context);
        IEnumerable<BatchItem> input = BatchInput.Read(source.Input!, context, source.Field);
        using var lines = new BatchLines(input, refused, check ?? (_ => { }), cancellation);
        var held = new StringBuilder();
        try
        {
            while (!await TryWriteAsync(many(lines.Read(cancellation)), lines, held, refused, context, cancellation))
            {
            }
        }
        finally
        {
            Flush(held, context);
        }

        return refused.Finish();
    }

    // False where a line was refused: those before it are answered, and the verb begins anew behind it.
    private static async Task<bool> TryWriteAsync(
        IAsyncEnumerable<string> output,
        BatchLines lines,
        StringBuilder held,
        RefusedLines refused,
        CliContext context,
        CancellationToken cancellation)
    {
        try
        {
            await WriteAsync(output, lines, held, context, cancellation);
            return true;
        }
        catch (TextException error)
        {
            refused.Add(lines.Next, error.Reason);
            lines.Answer();
            return false;
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
