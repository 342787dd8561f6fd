using System.Security.Cryptography;
using Cloze.Text;

namespace Cloze.Masking;

/// <summary>
/// What the preparation of data needs to know of a vocabulary: its size and identity, the three pieces it writes
/// itself, and which pieces are ordinary, that is, not special. Immutable and thread-safe.
/// </summary>
internal sealed class PieceTable
{
    private readonly bool[] _isSpecial;
    private readonly bool[] _continues;
    private readonly int[] _ordinary;

    /// <summary>Creates the table of a vocabulary with <paramref name="count"/> pieces.</summary>
    /// <param name="count">V, the number of pieces.</param>
    /// <param name="classificationId">Id of [CLS], which opens a sequence.</param>
    /// <param name="separatorId">Id of [SEP], which closes it.</param>
    /// <param name="maskId">Id of [MASK].</param>
    /// <param name="specialIds">
    /// Ids of all special pieces, and of places without a piece; the three above are special in any case.
    /// </param>
    /// <param name="hash">SHA-256 of the vocabulary, 64 hexadecimal digits: equal ones mean equal ids.</param>
    /// <param name="continuingIds">Ids of the pieces that continue a word; none where no words are known.</param>
    /// <exception cref="ArgumentException">An id is outside the vocabulary, or the hash is not a SHA-256.</exception>
    public PieceTable(
        int count,
        int classificationId,
        int separatorId,
        int maskId,
        IEnumerable<int> specialIds,
        string hash,
        IEnumerable<int>? continuingIds = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        _isSpecial = new bool[count];
        foreach (int id in specialIds.Concat([classificationId, separatorId, maskId]))
        {
            if ((uint)id >= (uint)count) throw new ArgumentException($"Special piece {id} of {count} pieces.");
            _isSpecial[id] = true;
        }

        _continues = new bool[count];
        foreach (int id in continuingIds ?? []) _continues[id] = true;
        _ordinary = [.. Enumerable.Range(0, count).Where(id => !_isSpecial[id])];
        if (hash.Length != 64 || !hash.All(char.IsAsciiHexDigit)) throw new ArgumentException($"Not a SHA-256: {hash}");
        ClassificationId = classificationId;
        SeparatorId = separatorId;
        MaskId = maskId;
        Hash = hash;
    }

    /// <summary>The table of a tokenizer's vocabulary; its hash is over all pieces in order, a line each.</summary>
    public static PieceTable From(Tokenizer tokenizer) =>
        From(tokenizer.Vocabulary, tokenizer.Definition.Marks);

    /// <summary>The same of a vocabulary alone, which is a WordPiece's.</summary>
    public static PieceTable From(Vocabulary vocabulary) => From(vocabulary, PieceMarks.Prefix("##"));

    private static PieceTable From(Vocabulary vocabulary, PieceMarks marks)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string piece in vocabulary.Pieces) hash.AppendData(System.Text.Encoding.UTF8.GetBytes(piece + "\n"));
        return new PieceTable(
            vocabulary.Count,
            vocabulary.ClassificationId,
            vocabulary.SeparatorId,
            vocabulary.MaskId,
            Enumerable.Range(0, vocabulary.Count).Where(id => vocabulary.IsSpecial(id) || !vocabulary.IsUsed(id)),
            Convert.ToHexStringLower(hash.GetHashAndReset()),
            Enumerable.Range(0, vocabulary.Count).Where(id => marks.Continues(vocabulary[id])));
    }

    /// <summary>V, the number of pieces.</summary>
    public int Count => _isSpecial.Length;

    /// <summary>Id of [CLS].</summary>
    public int ClassificationId { get; }

    /// <summary>Id of [SEP].</summary>
    public int SeparatorId { get; }

    /// <summary>Id of [MASK].</summary>
    public int MaskId { get; }

    /// <summary>SHA-256 of the vocabulary, 64 hexadecimal digits.</summary>
    public string Hash { get; }

    /// <summary>The ids of all ordinary pieces, rising.</summary>
    public ReadOnlySpan<int> Ordinary => _ordinary;

    /// <summary>Whether the piece is special: never masked, never counted, never a random replacement.</summary>
    public bool IsSpecial(int id) => _isSpecial[id];

    /// <summary>Whether the piece continues the word before it.</summary>
    public bool Continues(int id) => _continues[id];
}
