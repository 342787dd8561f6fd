using System.ComponentModel;

namespace Cloze.Server.Describing;

/// <summary>The body of <c>/v1/embeddings</c>, as the document describes it.</summary>
internal sealed record EmbeddingsBody
{
    [Description("A text, or a list of them.")]
    public required TextOrTexts Input { get; init; }

    [Description("The model's name; the first model where it is left out.")]
    public string? Model { get; init; }

    [Description("float, or base64: little-endian 32-bit floats.")]
    public string? EncodingFormat { get; init; }

    [Description("The model's own number, or left out.")]
    public int? Dimensions { get; init; }

    [Description("Divide each vector by its length; true where it is left out.")]
    public bool? Normalize { get; init; }

    [Description("mean or cls; mean where it is left out.")]
    public string? Pooling { get; init; }

    [Description("Whose states: 0 the embeddings, else a layer; the last where it is left out.")]
    public int? Layer { get; init; }

    [Description("Cut a text that is too long, rather than answer 413.")]
    public bool? Truncate { get; init; }
}
