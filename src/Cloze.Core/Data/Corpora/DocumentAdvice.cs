namespace Cloze.Data;

/// <summary>
/// What to do about documents that are too few or too short. A rule that is in force already is not named, and none
/// that would make one document of the whole corpus.
/// </summary>
internal static class DocumentAdvice
{
    /// <summary>How the same text gives more documents, to stand within a sentence; null where it cannot.</summary>
    /// <param name="rule">What separates documents; null where no file is plain text.</param>
    public static string? Finer(DocumentRule? rule) => rule switch
    {
        DocumentRule.File => "put a blank line between texts alone and give `document` blank-line, or give line where "
            + "every line is a text",
        DocumentRule.BlankLine => "put a blank line between texts, or give `document` line where every line is a text",
        _ => null,
    };

    /// <summary>How the same text gives longer documents, to begin a sentence.</summary>
    /// <param name="rule">What separates documents; null where no file is plain text.</param>
    /// <param name="isOneFile">Whether all text is in one file.</param>
    public static string Longer(DocumentRule? rule, bool isOneFile) => (rule, isOneFile) switch
    {
        (DocumentRule.BlankLine, true) => "Put a blank line between texts alone",
        (DocumentRule.BlankLine, false) => "Give `document` file to keep a file together",
        (DocumentRule.Line, true) => "Put a blank line between texts alone and give `document` blank-line",
        (DocumentRule.Line, false) => "Give `document` blank-line or file to keep lines together",
        _ => "Keep more text together in a document",
    };
}
