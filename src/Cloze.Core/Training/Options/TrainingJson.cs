using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Cloze.Training;

/// <summary>Options and run state as JSON: keys in snake_case, unknown and doubled keys refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    IgnoreReadOnlyProperties = true,
    WriteIndented = true)]
[JsonSerializable(typeof(TrainingOptions))]
[JsonSerializable(typeof(CheckpointState))]
internal sealed partial class TrainingJson : JsonSerializerContext
{
    private const string OptionsHint = "Correct the file; `cloze train --help` lists every option.";

    public static TrainingOptions ReadOptions(string path)
    {
        JsonObject json = ReadObject(path);
        string[] known = [.. Default.TrainingOptions.Properties.Select(property => property.Name)];
        foreach (KeyValuePair<string, JsonNode?> pair in json)
        {
            if (known.Contains(pair.Key)) continue;
            throw new ClozeException(
                $"{path}: unknown key \"{pair.Key}\".",
                $"Did you mean \"{Spelling.Nearest(pair.Key, known)}\"? `cloze train --help` lists every option.");
        }

        try
        {
            return json.Deserialize(Default.TrainingOptions)!;
        }
        catch (JsonException error)
        {
            throw new ClozeException($"{path}: the value at {error.Path} is not of its type.", OptionsHint, error);
        }
    }

    /// <summary>
    /// The options of <paramref name="under"/>, overlaid with what <paramref name="over"/> gives; a budget takes the
    /// place of a budget of another measure.
    /// </summary>
    public static TrainingOptions Merge(TrainingOptions under, TrainingOptions over)
    {
        bool hasBudget = over.Minutes is not null || over.Steps is not null || over.Tokens is not null;
        if (hasBudget) under = under with { Minutes = null, Steps = null, Tokens = null };
        JsonObject merged = ToObject(under);
        foreach (KeyValuePair<string, JsonNode?> pair in ToObject(over)) merged[pair.Key] = pair.Value?.DeepClone();
        return merged.Deserialize(Default.TrainingOptions)!;
    }

    /// <summary>What is given in the options, by key.</summary>
    public static JsonObject ToObject(TrainingOptions options) =>
        JsonSerializer.SerializeToNode(options, Default.TrainingOptions)!.AsObject();

    public static string Write(CheckpointState state) => JsonSerializer.Serialize(state, Default.CheckpointState);

    /// <exception cref="ClozeException">The file cannot be read, or is not the state of a run.</exception>
    public static CheckpointState ReadState(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return JsonSerializer.Deserialize(stream, Default.CheckpointState)
                ?? throw new JsonException("it is null.");
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new ClozeException(
                $"{path} is not the state of a training run: {error.Message}",
                "The checkpoint is damaged; start the run again with --force.",
                error);
        }
    }

    private static JsonObject ReadObject(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            JsonNode? node = JsonNode.Parse(
                stream, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
            return node as JsonObject ?? throw new ClozeException($"{path} is not a JSON object.", OptionsHint);
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new ClozeException($"Cannot read the options in {path}: {error.Message}", OptionsHint, error);
        }
    }
}
