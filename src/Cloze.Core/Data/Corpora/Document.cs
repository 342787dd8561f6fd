namespace Cloze.Data;

/// <summary>One text of a corpus: the unit that is held out or trained on whole.</summary>
/// <param name="Text">The words, lines ended by <c>\n</c>.</param>
/// <param name="Source">The file it is from.</param>
public readonly record struct Document(string Text, string Source)
{
    /// <summary>Whether it goes on with a long text that was cut, of which the document before it is a part.</summary>
    internal bool Continues { get; init; }
}
