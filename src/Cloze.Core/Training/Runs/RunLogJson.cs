using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cloze.Training;

/// <summary>A run's log and manifest as JSON: keys in snake_case; keys that are not known are passed over.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(RunManifest))]
[JsonSerializable(typeof(RunStart))]
[JsonSerializable(typeof(RunStep))]
[JsonSerializable(typeof(RunEvaluation))]
internal sealed partial class RunLogJson : JsonSerializerContext
{
    /// <summary>The context with its names and its letters as they are.</summary>
    public static RunLogJson Relaxed { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        IgnoreReadOnlyProperties = true,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        WriteIndented = true,
    });

    /// <summary>The manifest, for people.</summary>
    public static string Write(RunManifest manifest) => JsonSerializer.Serialize(manifest, Relaxed.RunManifest);
}
