using System.Text;
using Cloze.Data;
using Cloze.Masking;
using Cloze.Text;

namespace Cloze.Evaluation;

/// <summary>A text as one model sees it: sequences with their masks, and which document each is from.</summary>
internal sealed class EvaluationText : IDisposable
{
    private readonly List<long> _characters = [];
    private readonly List<int> _ends = [];

    private EvaluationText(
        IEnumerable<string> documents,
        Tokenizer tokenizer,
        PieceTable pieces,
        TokenStoreOptions options,
        CancellationToken cancellation)
    {
        Store = TokenStoreBuilder.BuildInMemory(
            documents.Select(Counted),
            (text, ids) => tokenizer.AppendIds(text, ids),
            pieces,
            options,
            cancellation,
            sequences => _ends.Add(sequences));
        Set = new EvaluationSet(Store, pieces);
        Tenths = FrequencyTenths.Of(Store, pieces);
        Tokens = MaskedTokens.Of(Set, PieceKindTable.Of(tokenizer));
    }

    /// <summary>The sequences.</summary>
    public TokenStore Store { get; }

    /// <summary>Their masks; every sequence of the store is in the set.</summary>
    public EvaluationSet Set { get; }

    /// <summary>How frequent each piece is in the text.</summary>
    public FrequencyTenths Tenths { get; }

    /// <summary>The masked tokens.</summary>
    public MaskedTokens Tokens { get; }

    /// <summary>Documents of the text.</summary>
    public int Documents => _ends.Count;

    /// <summary>Characters of the text, in Unicode scalar values.</summary>
    public long Characters => _characters.Sum();

    /// <summary>Reads a text.</summary>
    /// <exception cref="ClozeException">No document has a token, or a document cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static EvaluationText Read(
        IEnumerable<string> documents,
        Tokenizer tokenizer,
        PieceTable pieces,
        TokenStoreOptions options,
        CancellationToken cancellation) => new(documents, tokenizer, pieces, options, cancellation);

    /// <summary>What there is of each document, without its scores.</summary>
    /// <param name="pieces">The vocabulary.</param>
    public TextSums[] Measure(PieceTable pieces)
    {
        var sums = new TextSums[Documents];
        var row = new int[Store.SequenceLength];
        for (int document = 0, sequence = 0; document < sums.Length; document++)
        {
            long tokens = 0;
            for (; sequence < _ends[document]; sequence++)
            {
                foreach (int id in row.AsSpan(0, Store.Read(sequence, row))) tokens += pieces.IsSpecial(id) ? 0 : 1;
            }

            int masked = MaskedUpTo(document) - MaskedUpTo(document - 1);
            sums[document] = new TextSums(0, masked, 0, 0, tokens, _characters[document]);
        }

        return sums;
    }

    /// <summary>The first masked token behind those of a document.</summary>
    public int MaskedUpTo(int document) =>
        document < 0 || _ends[document] == 0 ? 0 : Tokens.EndOf(_ends[document] - 1);

    /// <inheritdoc/>
    public void Dispose() => Store.Dispose();

    private string Counted(string document)
    {
        long characters = 0;
        foreach (Rune _ in document.EnumerateRunes()) characters++;
        _characters.Add(characters);
        return document;
    }
}
