namespace Cloze.Data;

/// <summary>Which files a corpus is read from, and how they are cut into documents.</summary>
public sealed record CorpusOptions
{
    /// <summary>
    /// Files (<c>.txt</c>, <c>.md</c>, <c>.jsonl</c>, or gzip of each) and folders, which are searched to any depth.
    /// </summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>What separates documents in <c>.txt</c> and <c>.md</c>; a <c>.jsonl</c> line is always one.</summary>
    public DocumentRule DocumentRule { get; init; } = DocumentRule.BlankLine;

    /// <summary>The field of a <c>.jsonl</c> object that holds the text.</summary>
    public string TextField { get; init; } = "text";

    /// <summary>
    /// The longest document, in UTF-16 characters, at least 2. A longer one, such as a book without blank lines, is cut
    /// at line ends into several: small ones give an even held-out tenth, large ones keep more text together.
    /// </summary>
    public int LongestDocument { get; init; } = 8192;

    /// <summary>Whether bytes that are no UTF-8 become U+FFFD; otherwise they are an error.</summary>
    public bool ReplaceInvalid { get; init; }
}
