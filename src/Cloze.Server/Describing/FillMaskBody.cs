using System.ComponentModel;

namespace Cloze.Server.Describing;

/// <summary>The body of <c>/v1/fill-mask</c>, as the document describes it.</summary>
internal sealed record FillMaskBody
{
    [Description("A text with one mask or more, or a list of them.")]
    public required TextOrTexts Inputs { get; init; }

    public FillMaskParameters? Parameters { get; init; }

    [Description("The model's name; the first model where it is left out.")]
    public string? Model { get; init; }

    [Description("Cut a text that is too long, rather than answer 413.")]
    public bool? Truncate { get; init; }
}
