using System.ComponentModel;

namespace Cloze.Server.Describing;

/// <summary>The body of <c>/v1/tokenize</c>, as the document describes it.</summary>
internal sealed record TokenizeBody
{
    [Description("The text.")]
    public required string Text { get; init; }

    [Description("A second text.")]
    public string? Pair { get; init; }

    [Description("The model's name; the first model where it is left out.")]
    public string? Model { get; init; }

    [Description("Cut a text that is too long, rather than answer 413.")]
    public bool? Truncate { get; init; }
}
