using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Cloze.Masking;
using Microsoft.AspNetCore.Http;

namespace Cloze.Server.Answers;

/// <summary>How answers are written: snake_case names, nulls left out.</summary>
internal static class Json
{
    /// <summary>The content type of an error.</summary>
    public const string ProblemType = "application/problem+json";

    /// <summary>Sets the form of every answer.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals;
        options.Converters.Add(new JsonStringEnumConverter<MaskKind>(JsonNamingPolicy.KebabCaseLower));
        options.TypeInfoResolver = ServerJson.Default;
    }

    private static readonly JsonSerializerOptions s_options = Create();

    /// <summary>An answer; its type must be listed in <see cref="ServerJson"/>.</summary>
    public static IResult Ok<T>(T value) => TypedResults.Json(value, Type<T>());

    /// <summary>How a type is written.</summary>
    public static JsonTypeInfo<T> Type<T>() => (JsonTypeInfo<T>)s_options.GetTypeInfo(typeof(T));

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions();
        Configure(options);
        options.MakeReadOnly();
        return options;
    }
}
