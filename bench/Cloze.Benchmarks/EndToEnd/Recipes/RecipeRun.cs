using System.Globalization;
using Cloze.Benchmarks.EndToEnd.Reporting;
using Cloze.Training;

namespace Cloze.Benchmarks.EndToEnd.Recipes;

/// <summary>One run of a recipe in a folder of its own, which goes on where an earlier one was interrupted.</summary>
internal static class RecipeRun
{
    /// <summary>
    /// Keeps a run for this process; null where another has it. The system gives it back when the process ends.
    /// </summary>
    public static FileStream? TryClaim(string name, ulong seed, string folder)
    {
        try
        {
            string path = Folder(name, seed, folder) + ".claim";
            return new FileStream(
                path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Runs it to its end; null where it was interrupted, with its state saved.</summary>
    /// <param name="name">The recipe.</param>
    /// <param name="options">Its options.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="threads">How many threads it has, on which its result does not depend; null for all cores.</param>
    /// <param name="folder">Where the runs of the table are.</param>
    /// <param name="cancellation">Interrupts it.</param>
    /// <exception cref="ClozeException">The run cannot be done.</exception>
    public static RecipeResult? Do(
        string name,
        TrainingOptions options,
        ulong seed,
        int? threads,
        string folder,
        CancellationToken cancellation)
    {
        // The commit is that of the code that runs, and where none can be told no run is spent.
        string commit = Repository.Commit();
        string output = Folder(name, seed, folder);
        bool wasBegun = File.Exists(Path.Combine(output, "training", "state.json"));
        TrainingResult result = TrainingRun.Run(
            options with
            {
                Output = output,
                Seed = seed,
                Threads = threads,
                Resume = wasBegun,
                Force = !wasBegun,
            },
            cancellation: cancellation);
        if (result.Evaluation is not { } evaluation) return null;
        return new RecipeResult(
            name,
            seed,
            options.ToJson(),
            evaluation.Loss,
            evaluation.Top1Accuracy,
            result.Position.Tokens,
            result.Position.Seconds,
            evaluation.MaskHash,
            commit,
            DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
    }

    /// <summary>Removes what a run left in its folder, once its result is recorded.</summary>
    public static void Remove(string name, ulong seed, string folder) =>
        Directory.Delete(Folder(name, seed, folder), recursive: true);

    private static string Folder(string name, ulong seed, string folder) =>
        Path.Combine(folder, $"{Slug(name)}-{seed}");

    // A name of letters and digits for a folder, told apart by what was left out.
    private static string Slug(string name)
    {
        string plain = new([.. name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')]);
        uint rest = name.Aggregate(0u, (sum, letter) => (sum * 31) + letter);
        return string.Create(CultureInfo.InvariantCulture, $"{plain.Trim('-')}-{rest:x8}");
    }
}
