using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Cloze.Compute;
using Cloze.Masking;
using Cloze.Measurement;
using Cloze.Training;

namespace Cloze.Cli.Hosting;

/// <summary>How every <c>--json</c> is written: one object a line, snake_case names, nulls left out.</summary>
internal static class Json
{
    private static readonly CliJson s_types = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters =
        {
            Words<Activation>(), Words<LinearProduct>(), Words<MaskKind>(), Words<MaskingStrategy>(),
            Words<OptimizerKind>(), Words<Preset>(), Words<ProfilePhase>(), Words<ScheduleKind>(),
        },
    });

    /// <summary>The value on one line; its type must be listed in <see cref="CliJson"/>.</summary>
    public static string Line<T>(T value) =>
        JsonSerializer.Serialize(value, (JsonTypeInfo<T>)s_types.Options.GetTypeInfo(typeof(T)));

    /// <summary>The options of a run, which the library writes itself.</summary>
    public static JsonElement Options(TrainingOptions options) => JsonElement.Parse(options.ToJson());

    private static JsonStringEnumConverter<T> Words<T>()
        where T : struct, Enum => new(JsonNamingPolicy.KebabCaseLower);
}
