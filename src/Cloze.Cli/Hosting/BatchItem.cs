namespace Cloze.Cli.Hosting;

/// <summary>One text of many, with its line in the input.</summary>
internal readonly record struct BatchItem(string Text, string? Pair, long Line)
{
    /// <summary>Why the line gives no text; null for a line that does.</summary>
    public ClozeException? Refusal { get; init; }
}
