using System.Text.Json.Serialization;

namespace Cloze.Training;

/// <summary>Steps that were not applied as lines of JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SkippedStep))]
internal sealed partial class SkippedStepJson : JsonSerializerContext;
