using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
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
[JsonSerializable(typeof(BestRecord))]
[JsonSerializable(typeof(CurveRecord))]
internal sealed partial class TrainingJson : JsonSerializerContext
{
    public static string Write(CheckpointState state) => JsonSerializer.Serialize(state, Default.CheckpointState);

    public static string Write(BestRecord record) => JsonSerializer.Serialize(record, Default.BestRecord);

    public static string Write(CurveRecord record) => JsonSerializer.Serialize(record, Default.CurveRecord);

    /// <exception cref="ClozeException">The file cannot be read, or is not the state of a run.</exception>
    public static CheckpointState ReadState(string path, out string text)
    {
        CheckpointState state = Read(path, Default.CheckpointState, out byte[] json);
        text = Encoding.UTF8.GetString(json);
        return state;
    }

    /// <exception cref="ClozeException">The file cannot be read, or names no evaluation.</exception>
    public static BestRecord ReadBest(string path) => Read(path, Default.BestRecord, out _);

    /// <exception cref="ClozeException">The file cannot be read, or is no record of a run's course.</exception>
    public static CurveRecord ReadCurve(string path) => Read(path, Default.CurveRecord, out _);

    private static T Read<T>(string path, JsonTypeInfo<T> type, out byte[] json)
        where T : class
    {
        json = UntrustedFile.Read(path, TrainingOptionsJson.LargestFile);
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw new JsonException("it is null.");
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
