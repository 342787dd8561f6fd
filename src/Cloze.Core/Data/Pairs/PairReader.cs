using Cloze.Masking;

namespace Cloze.Data;

/// <summary>Reads the sequence of a pair: [CLS] first text [SEP] second text [SEP], token types 0 and 1.</summary>
internal sealed class PairReader
{
    private readonly SentenceStore _store;
    private readonly SentenceDocument _document;
    private readonly int[] _ids;
    private readonly int[] _types;
    private int _count;

    /// <param name="store">The documents.</param>
    /// <param name="sequenceLength">The most tokens of a pair, special ones included.</param>
    public PairReader(SentenceStore store, int sequenceLength)
    {
        _store = store;
        _document = store.CreateDocument();
        _ids = new int[sequenceLength];
        _types = new int[sequenceLength];
    }

    /// <summary>The ids of the pair read last; whoever masks them may write here.</summary>
    public Span<int> Ids => _ids.AsSpan(0, _count);

    /// <summary>Its token types.</summary>
    public ReadOnlySpan<int> Types => _types.AsSpan(0, _count);

    /// <summary>Reads a pair.</summary>
    /// <exception cref="ClozeException">The store's file is damaged.</exception>
    public void Read(in SentencePair pair)
    {
        PieceTable pieces = _store.Pieces;
        _ids[0] = pieces.ClassificationId;
        _types[0] = 0;
        _count = 1;
        Append(pair.First, 0, pieces.SeparatorId);
        if (pair.Second.Length > 0) Append(pair.Second, 1, pieces.SeparatorId);
    }

    private void Append(TokenSpan text, int type, int separator)
    {
        _store.Read(text.Document, _document);
        _document.Ids.Slice(text.Start, text.Length).CopyTo(_ids.AsSpan(_count));
        _types.AsSpan(_count, text.Length + 1).Fill(type);
        _count += text.Length;
        _ids[_count++] = separator;
    }
}
