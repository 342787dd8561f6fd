using Cloze.Training;

namespace Cloze.Benchmarks.EndToEnd.Recipes;

/// <summary>
/// Compares recipes: every candidate of a table with some seeds, a seed of all before the next, so that a table that is
/// not finished is a fair one. Ctrl-C saves the running ones; the same command goes on. With several jobs, or started
/// several times at once, as on a machine with many cores or a card, each takes the next run that no other has.
/// </summary>
internal static class RecipesCommand
{
    private const int DefaultSeeds = 3;

    /// <summary>Runs what is not done yet and prints the table.</summary>
    /// <returns>The exit code: 0, or 130 where it was interrupted.</returns>
    /// <exception cref="ClozeException">The table or one of its runs is not sound.</exception>
    public static int Run(string[] words)
    {
        var arguments = new Arguments(words[1..]);
        RecipeTable table = RecipeTable.Load(words[0]);
        string folder = arguments.Text("--out");
        int seeds = arguments.Number("--seeds", DefaultSeeds);
        string only = arguments.Find("--only") ?? "";
        Directory.CreateDirectory(folder);
        string? device = arguments.Find("--device");
        (string Name, TrainingOptions Options)[] candidates =
        [
            .. table.Candidates
                .Where((candidate, index) =>
                    index == 0 || candidate.Name.Contains(only, StringComparison.OrdinalIgnoreCase))
                .Select(candidate => (candidate.Name, candidate.Options with { Device = device })),
        ];
        int? threads = arguments.Find("--threads") is null ? null : arguments.Number("--threads", 0);
        bool finished = arguments.Flag("--show")
            || RunJobs(
                arguments.Number("--jobs", 1),
                interruption => RunAll(candidates, seeds, threads, folder, interruption));
        var results = new RecipeResults(folder);
        Console.Write(RecipeReport.Write([.. candidates.Select(candidate => (candidate.Name, Of(candidate)))]));
        return finished ? 0 : 130;

        IReadOnlyList<RecipeResult> Of((string Name, TrainingOptions Options) candidate) =>
        [
            .. Enumerable.Range(0, seeds)
                .Select(seed => results.Find(candidate.Name, candidate.Options, (ulong)seed)).OfType<RecipeResult>(),
        ];
    }

    // Runs beside each other in one process share a card's context, so that their kernels overlap.
    private static bool RunJobs(int count, Func<CancellationToken, bool> job)
    {
        using var interruption = new CancellationTokenSource();
        Console.CancelKeyPress += (_, press) =>
        {
            press.Cancel = !interruption.IsCancellationRequested;
            interruption.Cancel();
        };
        Task<bool>[] jobs =
        [
            .. Enumerable.Range(0, count).Select(_ => Task.Factory.StartNew(
                () => job(interruption.Token),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)),
        ];
        return Task.WhenAll(jobs).GetAwaiter().GetResult().All(finished => finished);
    }

    private static bool RunAll(
        (string Name, TrainingOptions Options)[] candidates,
        int seeds,
        int? threads,
        string folder,
        CancellationToken interruption)
    {
        var results = new RecipeResults(folder);
        for (ulong seed = 0; seed < (ulong)seeds; seed++)
        {
            foreach ((string name, TrainingOptions options) in candidates)
            {
                using FileStream? claim = RecipeRun.TryClaim(name, seed, folder);
                results.Read();
                if (claim is null || results.Find(name, options, seed) is not null) continue;
                RecipeResult? result = RecipeRun.Do(name, options, seed, threads, folder, interruption);
                if (result is null) return false;
                results.Add(result);
                RecipeRun.Remove(name, seed, folder);
                Console.Error.WriteLine(FormattableString.Invariant(
                    $"{name}, seed {seed}: {result.Loss:F3} nats, {result.Tokens / 1e6:F1} M tokens"));
            }
        }

        return true;
    }
}
