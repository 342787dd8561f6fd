using Cloze.Masking;

namespace Cloze.Data;

/// <summary>
/// The documents of a corpus as sentences of ids: a <see cref="TokenStore"/> in which a sequence is a whole document
/// and [SEP] stands between its sentences. Reading is thread-safe.
/// </summary>
internal sealed class SentenceStore : IDisposable
{
    private readonly int _separator;

    /// <summary>Reads a store as documents; it is disposed with this object.</summary>
    /// <exception cref="ClozeException">The store is of another vocabulary.</exception>
    public SentenceStore(ISequenceSource tokens, PieceTable pieces)
    {
        tokens.RequireVocabulary(pieces);
        Tokens = tokens;
        Pieces = pieces;
        _separator = pieces.SeparatorId;
    }

    /// <summary>Options of a store whose sequences are documents.</summary>
    /// <param name="threads">Threads that tokenise.</param>
    public static TokenStoreOptions Options(int threads) => new()
    {
        SequenceLength = ushort.MaxValue,
        Threads = threads,
    };

    /// <summary>What the documents are kept in.</summary>
    public ISequenceSource Tokens { get; }

    /// <summary>The vocabulary of the ids.</summary>
    public PieceTable Pieces { get; }

    /// <summary>Number of documents.</summary>
    public long DocumentCount => Tokens.Count;

    /// <summary>
    /// How a text becomes the ids of a document: those of its sentences, which are those of the text, with [SEP]
    /// between. Where the text itself holds a [SEP], it is left out.
    /// </summary>
    /// <param name="tokenize">Appends a text's ids without special pieces.</param>
    /// <param name="rule">What ends a sentence.</param>
    /// <param name="separator">The id of [SEP].</param>
    public static Action<string, List<int>> Tokenizer(
        Action<ReadOnlyMemory<char>, List<int>> tokenize, SentenceRule rule, int separator) => (text, ids) =>
    {
        var sentences = new List<Range>();
        var sentence = new List<int>();
        SentenceSplitter.Split(text, rule, sentences);
        foreach (Range range in sentences)
        {
            sentence.Clear();
            tokenize(text.AsMemory()[range], sentence);
            sentence.RemoveAll(id => id == separator);
            if (sentence.Count == 0) continue;
            if (ids.Count > 0) ids.Add(separator);
            ids.AddRange(sentence);
        }
    };

    /// <summary>Memory for a document.</summary>
    public SentenceDocument CreateDocument() => new(Tokens.SequenceLength);

    /// <summary>Reads a document.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such document.</exception>
    /// <exception cref="ClozeException">The store's file is damaged.</exception>
    public void Read(long document, SentenceDocument destination)
    {
        destination.Set(destination.Room[..Tokens.Read(document, destination.Room)], _separator);
        if (destination.SentenceCount > 0) return;
        throw new ClozeException(
            $"Document {document} of the sentences has no token: their file is damaged.",
            "Delete it; it is built again from the corpus.");
    }

    /// <inheritdoc/>
    public void Dispose() => Tokens.Dispose();
}
