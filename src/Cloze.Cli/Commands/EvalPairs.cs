using Cloze.Cli.Hosting;
using Cloze.Cli.Rendering;
using Cloze.Evaluation;

namespace Cloze.Cli.Commands;

/// <summary><c>cloze eval --pairs</c>: how often a model holds the right one of two sentences likelier.</summary>
internal static class EvalPairs
{
    /// <summary>Evaluates all pairs, under a bar where standard error is a terminal.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="ClozeException">The pairs cannot be read, or one cannot be scored.</exception>
    public static async Task<int> RunAsync(
        ModelEvaluation evaluation, string path, bool json, CliContext context, CancellationToken cancellation)
    {
        MinimalPairs pairs = await ReadAsync(path, context, cancellation);
        int done = 0;
        PairEvaluationResult result = await InputProgress.RunAsync(
            context,
            context.ErrorIsTerminal,
            () => (double)Volatile.Read(ref done) / pairs.Count,
            () => Volatile.Read(ref done),
            () => Task.Run(
                () => evaluation.EvaluatePairs(pairs, count => Volatile.Write(ref done, count), cancellation),
                CancellationToken.None),
            "pairs");
        if (json) context.Output.WriteLine(Json.Line(PairsJson.From(result)));
        else PairsTable.Write(result, context.OutputConsole);
        return ExitCode.Done;
    }

    // Standard input may be long in coming: an interruption does not wait for it.
    private static Task<MinimalPairs> ReadAsync(string path, CliContext context, CancellationToken cancellation) =>
        path == "-"
            ? Task.Run(() => MinimalPairs.Read(context.Input, "standard input"), CancellationToken.None)
                .WaitAsync(cancellation)
            : Task.FromResult(MinimalPairs.Read(path));
}
