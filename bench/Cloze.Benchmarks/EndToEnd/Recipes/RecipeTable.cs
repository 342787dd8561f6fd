using System.Text.Json;
using Cloze.Training;

namespace Cloze.Benchmarks.EndToEnd.Recipes;

/// <summary>
/// Recipes to be compared, from a file: <c>common</c> has the options of every run, <c>candidates</c> what each has
/// beside them, by name. The first is what the others are compared with.
/// </summary>
/// <param name="Candidates">The names, and the options of a run of each, seed and folder apart.</param>
internal sealed record RecipeTable(IReadOnlyList<(string Name, TrainingOptions Options)> Candidates)
{
    /// <summary>Reads a table.</summary>
    /// <exception cref="ClozeException">The file is missing or no table, or an option of it is none.</exception>
    public static RecipeTable Load(string path)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllText(path));
            TrainingOptions common = json.RootElement.TryGetProperty("common", out JsonElement options)
                ? Read(options)
                : new TrainingOptions();
            (string, TrainingOptions)[] candidates =
            [
                .. json.RootElement.GetProperty("candidates").EnumerateObject()
                    .Select(candidate => (candidate.Name, Combine(common, candidate))),
            ];
            return candidates.Length > 0 ? new RecipeTable(candidates) : throw new JsonException("it names no recipe.");
        }
        catch (Exception error) when (
            error is IOException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ClozeException(
                $"{path} is no table of recipes: {error.Message}",
                "Write {\"common\": {options}, \"candidates\": {\"name\": {options}}}.",
                error);
        }
    }

    private static TrainingOptions Combine(TrainingOptions common, JsonProperty candidate)
    {
        TrainingOptions options = common.With(Read(candidate.Value));
        options.Validate();
        return options;
    }

    private static TrainingOptions Read(JsonElement json) =>
        json.Deserialize<TrainingOptions>() ?? throw new JsonException("options are null.");
}
