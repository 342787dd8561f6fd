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

    /// <summary>
    /// What <see cref="LengthOf"/> says of sequences that follow each other: quicker than to ask for each.
    /// </summary>
    /// <param name="first">The first of them.</param>
    /// <param name="lengths">Receives a length for each.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many sequences.</exception>
    /// <exception cref="ClozeException">The file cannot be read any more.</exception>
    void ReadLengths(long first, Span<int> lengths)
    {
        for (int i = 0; i < lengths.Length; i++) lengths[i] = LengthOf(first + i);
    }

    /// <summary>Copies the ids of a sequence and returns their number.</summary>
    /// <exception cref="ArgumentException">There is no such sequence, or no room for it.</exception>
    /// <exception cref="ClozeException">The file is damaged.</exception>
    int Read(long sequence, Span<int> destination);

    /// <summary>Checks that the ids belong to this vocabulary.</summary>
    /// <exception cref="ClozeException">They belong to another.</exception>
    void RequireVocabulary(PieceTable pieces);
}
