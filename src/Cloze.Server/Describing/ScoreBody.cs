using System.ComponentModel;

namespace Cloze.Server.Describing;

/// <summary>The body of <c>/v1/score</c>, as the document describes it.</summary>
internal sealed record ScoreBody
{
    [Description("A text, or a list of them.")]
    public required TextOrTexts Inputs { get; init; }

    [Description("Mask the later pieces of a word with each of its pieces.")]
    public bool? WithinWord { get; init; }

    [Description("How many words to propose in each word's place, 0 to 50.")]
    public int? Replacements { get; init; }

    [Description("The model's name; the first model where it is left out.")]
    public string? Model { get; init; }

    [Description("Cut a text that is too long, rather than answer 413.")]
    public bool? Truncate { get; init; }
}
