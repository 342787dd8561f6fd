using System.Text.Json;
using System.Text.Json.Serialization;
using Cloze.Files;

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
    public static string Write(CheckpointState state) => JsonSerializer.Serialize(state, Default.CheckpointState);

    /// <exception cref="ClozeException">The file cannot be read, or is not the state of a run.</exception>
    public static CheckpointState ReadState(string path)
    {
        byte[] json = UntrustedFile.Read(path, TrainingOptionsJson.LargestFile);
        try
        {
            return JsonSerializer.Deserialize(json, Default.CheckpointState) ?? throw new JsonException("it is null.");
        }
        catch (JsonException error)
        {
            throw new ClozeException(
                $"{path} is not the state of a training run: {error.Message}",
                "The checkpoint is damaged; start the run again with `force`.",
                error);
        }
    }
}
