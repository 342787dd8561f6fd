using Cloze.Training;

namespace Cloze.Benchmarks.EndToEnd.Recipes;

/// <summary>
/// Compares recipes: every candidate of a table with some seeds, a seed of all before the next, so that a table that is
/// not finished is a fair one. Ctrl-C saves the running one; the same command goes on. Started several times at once,
/// as on a machine with many cores, each process takes the next run that no other has.
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
        var results = new RecipeResults(folder);
        string? device = arguments.Find("--device");
        (string Name, TrainingOptions Options)[] candidates =
        [
            .. table.Candidates
                .Where((candidate, index) =>
                    index == 0 || candidate.Name.Contains(only, StringComparison.OrdinalIgnoreCase))
                .Select(candidate => (candidate.Name, candidate.Options with { Device = device })),
        ];
        int? threads = arguments.Find("--threads") is null ? null : arguments.Number("--threads", 0);
        bool finished = arguments.Flag("--show") || RunAll(candidates, seeds, threads, folder, results);
        results.Read();
        Console.Write(RecipeReport.Write([.. candidates.Select(candidate => (candidate.Name, Of(candidate)))]));
        return finished ? 0 : 130;

        IReadOnlyList<RecipeResult> Of((string Name, TrainingOptions Options) candidate) =>
        [
            .. Enumerable.Range(0, seeds)
                .Select(seed => results.Find(candidate.Name, candidate.Options, (ulong)seed)).OfType<RecipeResult>(),
        ];
    }

    private static bool RunAll(
        (string Name, TrainingOptions Options)[] candidates,
        int seeds,
        int? threads,
        string folder,
        RecipeResults results)
    {
        using var interruption = new CancellationTokenSource();
        Console.CancelKeyPress += (_, press) =>
        {
            press.Cancel = !interruption.IsCancellationRequested;
            interruption.Cancel();
        };
        for (ulong seed = 0; seed < (ulong)seeds; seed++)
        {
            foreach ((string name, TrainingOptions options) in candidates)
            {
                using FileStream? claim = RecipeRun.TryClaim(name, seed, folder);
                results.Read();
                if (claim is null || results.Find(name, options, seed) is not null) continue;
                RecipeResult? result = RecipeRun.Do(name, options, seed, threads, folder, interruption.Token);
                if (result is null) return false;
                results.Add(result);
                Console.Error.WriteLine(FormattableString.Invariant(
                    $"{name}, seed {seed}: {result.Loss:F3} nats, {result.Tokens / 1e6:F1} M tokens"));
            }
        }

        return true;
    }
}
