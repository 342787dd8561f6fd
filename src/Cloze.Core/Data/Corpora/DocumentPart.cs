namespace Cloze.Data;

/// <summary>A text as a reader gives it: a document, or a part of one that was too long.</summary>
/// <param name="Text">The words, lines ended by <c>\n</c>.</param>
/// <param name="Continues">Whether it goes on with the document that the part before it is of.</param>
internal readonly record struct DocumentPart(string Text, bool Continues);
