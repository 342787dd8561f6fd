namespace Cloze.Data;

/// <summary>What separates the documents of a plain text file.</summary>
public enum DocumentRule
{
    /// <summary>A line of nothing but white space.</summary>
    BlankLine,

    /// <summary>The end of the file: for books, whose blank lines part paragraphs.</summary>
    File,

    /// <summary>The end of the line.</summary>
    Line,
}
