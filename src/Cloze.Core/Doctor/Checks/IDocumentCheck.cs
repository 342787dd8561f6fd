using Cloze.Data;

namespace Cloze.Doctor;

/// <summary>Looks at every document once, in bounded memory.</summary>
internal interface IDocumentCheck
{
    /// <summary>Looks at a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="number">Its place in the corpus, from 1.</param>
    void Add(Document document, long number);

    /// <summary>What was found in all of them.</summary>
    IEnumerable<Finding> Find();
}
