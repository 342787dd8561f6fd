using System.Text.Json;
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
                "The checkpoint is damaged; start the run again with `force`.",
                error);
        }
    }
}
