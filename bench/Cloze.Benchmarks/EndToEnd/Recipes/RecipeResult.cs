namespace Cloze.Benchmarks.EndToEnd.Recipes;

/// <summary>What one run of a recipe reached on everything held out.</summary>
/// <param name="Name">The recipe.</param>
/// <param name="Seed">The run's seed.</param>
/// <param name="Options">Its options as they were given, as JSON: with others it is another result.</param>
/// <param name="Loss">Held-out loss, in nats.</param>
/// <param name="Top1Accuracy">Share of masked tokens that come first.</param>
/// <param name="Tokens">Tokens trained on.</param>
/// <param name="Seconds">Training time.</param>
/// <param name="MaskHash">Names the held-out text and its masks.</param>
/// <param name="Commit">The code.</param>
/// <param name="Date">When the run ended, UTC.</param>
internal sealed record RecipeResult(
    string Name,
    ulong Seed,
    string Options,
    double Loss,
    double Top1Accuracy,
    long Tokens,
    double Seconds,
    string MaskHash,
    string Commit,
    string Date);
