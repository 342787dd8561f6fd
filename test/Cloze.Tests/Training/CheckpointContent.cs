using System.Text.Json.Nodes;
using Cloze.Formats;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>All tensors of a run's last checkpoint: weights, moments and what else its optimizer remembers.</summary>
internal static class CheckpointContent
{
    public static Dictionary<string, float[]> Of(TinyRun run)
    {
        string training = Path.Combine(run.Output, "training");
        JsonNode state = JsonNode.Parse(File.ReadAllText(Path.Combine(training, "state.json")))!;
        using SafetensorsFile file = SafetensorsFile.Open(Path.Combine(training, (string)state["tensors"]!));
        return file.Tensors.ToDictionary(tensor => tensor.Name, tensor =>
        {
            var values = new float[tensor.ElementCount];
            file.ReadSingles(tensor, values);
            return values;
        });
    }

    /// <summary>Those whose names begin so, the same in both.</summary>
    public static void AssertSame(TinyRun expected, TinyRun actual, string prefix = "")
    {
        Dictionary<string, float[]> left = Of(expected), right = Of(actual);
        string[] names = [.. left.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal))];
        Every.Item(names, name => Assert.Equal(left[name], right[name]));
    }
}
