using System.ComponentModel;

namespace Cloze.Server.Describing;

/// <summary>The body of <c>/v1/explain</c>, as the document describes it.</summary>
internal sealed record ExplainBody
{
    [Description("The text; it may hold masks.")]
    public required string Text { get; init; }

    [Description("The positions to predict, as /v1/tokenize counts them; up to 1024.")]
    public IReadOnlyList<PositionOrMask>? Masks { get; init; }

    [Description("The seed of a draw as in training, where no positions are given.")]
    public ulong? Seed { get; init; }

    [Description("How many predictions for each mask, 1 to 100; 5 where it is left out.")]
    public int? TopK { get; init; }

    [Description("The position whose vectors are shown; the first masked one where it is left out.")]
    public int? Row { get; init; }

    [Description("The layer whose attention is shown, from 1; none where it is left out.")]
    public int? Layer { get; init; }

    [Description("How many values of each vector; 6 where it is left out.")]
    public int? Values { get; init; }

    [Description("The model's name; the first model where it is left out.")]
    public string? Model { get; init; }

    [Description("Cut a text that is too long, rather than answer 413.")]
    public bool? Truncate { get; init; }
}
