namespace Cloze.Text;

/// <summary>Counts the words of documents for one thread.</summary>
internal interface IWordCounter
{
    /// <summary>Counts the words of one document.</summary>
    void Add(ReadOnlySpan<char> document);

    /// <summary>Hands the counts on to the table of all threads and starts anew.</summary>
    void HandOn();
}
