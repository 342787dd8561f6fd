using System.ComponentModel;

namespace Cloze.Server.Describing;

/// <summary>What is wanted for each mask.</summary>
internal sealed record FillMaskParameters
{
    [Description("How many words, 1 to 1000; 5 where it is left out.")]
    public int? TopK { get; init; }

    [Description("The words to choose among; all of the vocabulary where it is left out.")]
    public IReadOnlyList<string>? Targets { get; init; }

    [Description("Cut a text that is too long, rather than answer 413; as truncate beside inputs.")]
    public bool? Truncate { get; init; }
}
