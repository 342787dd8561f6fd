namespace Cloze.Data;

/// <summary>Which files a corpus is read from, and how they are cut into documents.</summary>
public sealed record CorpusOptions
{
    /// <summary>
    /// Files (<c>.txt</c>, <c>.md</c>, <c>.jsonl</c>, or gzip of each, and what <see cref="CorpusFormats"/> was given)
    /// and folders, which are searched to any depth. Text is UTF-8, or UTF-16 or UTF-32 with a byte order mark.
    /// </summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>
    /// Folders that are passed over within those, such as where a run writes its model. Folders that hold a model are
    /// passed over in any case.
    /// </summary>
    public IReadOnlyList<string> NoText { get; init; } = [];

    /// <summary>
    /// What separates documents in <c>.txt</c> and <c>.md</c>; a <c>.jsonl</c> line or a row of a table is always one.
    /// </summary>
    public DocumentRule DocumentRule { get; init; } = DocumentRule.BlankLine;

    /// <summary>
    /// The field of a <c>.jsonl</c> object, or the column of a table, that holds the text; in structs <c>a.b</c>.
    /// </summary>
    public string TextField { get; init; } = "text";

    /// <summary>
    /// The longest document, in UTF-16 characters, at least 2. A longer one, such as a book without blank lines, is cut
    /// at line ends into several: small ones give an even held-out tenth, large ones keep more text together.
    /// </summary>
    public int LongestDocument { get; init; } = 8192;

    /// <summary>
    /// Whether what is no character (bytes that are no UTF-8, half a surrogate pair in JSON) becomes U+FFFD; otherwise
    /// it is an error.
    /// </summary>
    public bool ReplaceInvalid { get; init; }

    /// <summary>
    /// The same with the paths in the order of their full names: what is measured on them then does not depend on the
    /// order in which they were given.
    /// </summary>
    public CorpusOptions Sorted() => this with
    {
        Paths = [.. Paths.OrderBy(path => Path.GetFullPath(path).Replace('\\', '/'), StringComparer.Ordinal)],
    };
}
