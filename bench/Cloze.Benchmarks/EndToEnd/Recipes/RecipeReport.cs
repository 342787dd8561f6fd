using System.Globalization;
using System.Text;

namespace Cloze.Benchmarks.EndToEnd.Recipes;

/// <summary>The table of recipes as markdown: mean and spread over the seeds, and the way to the first.</summary>
internal static class RecipeReport
{
    private const string Head =
        "| recipe | seeds | held-out loss, nats | spread | beside the first | top-1 | tokens | minutes |\n"
        + "|---|---|---|---|---|---|---|---|\n";

    /// <summary>The table of recipes that have results, in their order.</summary>
    public static string Write(IReadOnlyList<(string Name, IReadOnlyList<RecipeResult> Results)> recipes)
    {
        var text = new StringBuilder(Head);
        IReadOnlyList<RecipeResult> first = recipes.Count > 0 ? recipes[0].Results : [];
        foreach ((string name, IReadOnlyList<RecipeResult> results) in recipes)
        {
            if (results.Count > 0) text.Append(Row(name, results, first));
        }

        return text.ToString();
    }

    private static string Row(string name, IReadOnlyList<RecipeResult> results, IReadOnlyList<RecipeResult> first) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {results.Count} | {results.Average(result => result.Loss):F3} | {Spread(results)} "
            + $"| {Difference(results, first)} | {results.Average(result => result.Top1Accuracy):P1} "
            + $"| {results.Average(result => result.Tokens) / 1e6:F1} M "
            + $"| {results.Average(result => result.Seconds) / 60:F1} |\n");

    // From the least to the greatest loss.
    private static string Spread(IReadOnlyList<RecipeResult> results) => results.Count == 1 ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $"{results.Min(result => result.Loss):F3} to {results.Max(result => result.Loss):F3}");

    // The mean of the differences of the same seed: what a seed makes easier or harder, it does to both. Its standard
    // error is behind it where there are two seeds and more.
    private static string Difference(IReadOnlyList<RecipeResult> results, IReadOnlyList<RecipeResult> first)
    {
        double[] pairs =
        [
            .. from result in results
               join other in first on (result.Seed, result.MaskHash) equals (other.Seed, other.MaskHash)
               select result.Loss - other.Loss,
        ];
        if (pairs.Length == 0 || ReferenceEquals(results, first)) return "";
        double mean = pairs.Average();
        string text = mean.ToString("+0.000;-0.000", CultureInfo.InvariantCulture);
        if (pairs.Length == 1) return text;
        double variance = pairs.Sum(pair => (pair - mean) * (pair - mean)) / (pairs.Length - 1);
        return string.Create(CultureInfo.InvariantCulture, $"{text} ± {Math.Sqrt(variance / pairs.Length):F3}");
    }
}
