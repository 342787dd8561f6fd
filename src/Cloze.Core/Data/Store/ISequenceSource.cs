using Cloze.Masking;

namespace Cloze.Data;

/// <summary>
/// The sequences of a corpus as ids, each with its [CLS] and [SEP], wherever they lie. Counts and numbers are 64-bit;
/// reading is thread-safe and allocates nothing.
/// </summary>
internal interface ISequenceSource : IDisposable
{
    /// <summary>
    /// The most sequences of a source: the key of a sequence's masks has room for 40 bits.
    /// </summary>
    const long MostSequences = 1L << 40;

    /// <summary>S, the number of sequences, below <see cref="MostSequences"/>.</summary>
    long Count { get; }

    /// <summary>Tokens of all sequences, [CLS] and [SEP] included.</summary>
    long TokenCount { get; }

    /// <summary>The most tokens a sequence may have.</summary>
    int SequenceLength { get; }

    /// <summary>SHA-256, 64 hexadecimal digits, that names what the sequences are.</summary>
    string ContentHash { get; }

    /// <summary>Number of tokens of a sequence, at least 1 and at most <see cref="SequenceLength"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sequence.</exception>
    int LengthOf(long sequence);

    /// <summary>Copies the ids of a sequence and returns their number.</summary>
    /// <exception cref="ArgumentException">There is no such sequence, or no room for it.</exception>
    /// <exception cref="ClozeException">The file is damaged.</exception>
    int Read(long sequence, Span<int> destination);

    /// <summary>Checks that the ids belong to this vocabulary.</summary>
    /// <exception cref="ClozeException">They belong to another.</exception>
    void RequireVocabulary(PieceTable pieces);
}
