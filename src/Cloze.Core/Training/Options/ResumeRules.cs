using System.Text.Json.Nodes;

namespace Cloze.Training;

/// <summary>Which options may differ when a run is resumed, and which decide its bits and may not.</summary>
internal static class ResumeRules
{
    private static readonly string[] _free =
        ["resume", "force", "output", "threads", "profile", "checkpoint_minutes", "recompute"];

    /// <summary>The options to go on with: the run's own, but for those that do not decide its result.</summary>
    /// <param name="asked">What the user gives now.</param>
    /// <param name="stored">What the run was started with, every value decided.</param>
    /// <exception cref="ClozeException">A given option differs from the run's.</exception>
    public static TrainingOptions Merge(TrainingOptions asked, TrainingOptions stored)
    {
        JsonObject run = TrainingJson.ToObject(stored);
        foreach (KeyValuePair<string, JsonNode?> option in TrainingJson.ToObject(asked.WithFullPaths()))
        {
            if (_free.Contains(option.Key) || JsonNode.DeepEquals(option.Value, run[option.Key])) continue;
            string before = run[option.Key] is { } value ? $"with {option.Key} {Show(value)}" : $"without {option.Key}";
            throw new ClozeException(
                $"The run was started {before}, now {option.Key} {Show(option.Value!)} is asked for.",
                $"Leave {option.Key} out to resume the run as it is, or start a new one with --force.");
        }

        return stored with
        {
            Output = asked.Output ?? stored.Output,
            Threads = asked.Threads ?? stored.Threads,
            Profile = asked.Profile ?? stored.Profile,
            CheckpointMinutes = asked.CheckpointMinutes ?? stored.CheckpointMinutes,
            Recompute = asked.Recompute ?? stored.Recompute,
        };
    }

    private static string Show(JsonNode value) => value switch
    {
        JsonArray list => string.Join(", ", list.Select(item => item!.ToString())),
        _ => value.ToString(),
    };
}
