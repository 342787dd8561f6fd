namespace Cloze.Data;

/// <summary>Where the sentences of a document end.</summary>
public enum SentenceRule
{
    /// <summary>Where the text says so: at its full stops, question marks and blank lines.</summary>
    Text,

    /// <summary>At the end of every line: for text that has one sentence a line.</summary>
    Line,
}
