using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Cloze.Server.Describing;

/// <summary>What the OpenAPI document says of types where their code does not.</summary>
internal static class Schemas
{
    /// <summary>Mends the description of one type.</summary>
    public static Task MendAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        Type type = context.JsonTypeInfo.Type;
        if (type == typeof(TextOrTexts)) OneOf(schema, Text(), List(Text()));
        else if (type == typeof(PositionOrMask)) OneOf(schema, Number("The position."), Mask());
        else LeaveOut(schema, context.JsonTypeInfo);
        return Task.CompletedTask;
    }

    // What is null is not written: nobody may count on it.
    private static void LeaveOut(OpenApiSchema schema, JsonTypeInfo type)
    {
        if (schema.Required is not { } required || type.Kind != JsonTypeInfoKind.Object) return;
        foreach (JsonPropertyInfo property in type.Properties)
        {
            if (property.IsGetNullable) required.Remove(property.Name);
        }
    }

    private static void OneOf(OpenApiSchema schema, params OpenApiSchema[] forms)
    {
        schema.Type = null;
        schema.Properties = null;
        schema.OneOf = [.. forms];
    }

    private static OpenApiSchema Mask() => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "position" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["position"] = Number("The position."),
            ["kind"] = Text("mask, random or kept; mask where it is left out."),
            ["input_id"] = Number("The id that the model reads there, of a random one."),
        },
    };

    private static OpenApiSchema List(OpenApiSchema items) => new() { Type = JsonSchemaType.Array, Items = items };

    private static OpenApiSchema Text(string? what = null) =>
        new() { Type = JsonSchemaType.String, Description = what };

    private static OpenApiSchema Number(string what) =>
        new() { Type = JsonSchemaType.Integer, Format = "int32", Description = what };
}
