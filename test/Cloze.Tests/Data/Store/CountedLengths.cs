using Cloze.Data;
using Cloze.Masking;

namespace Cloze.Tests.Data;

/// <summary>So many sequences of 3 to 40 tokens, which lie nowhere: -1, then 0, 1, 2 and so on, then -2.</summary>
internal sealed class CountedLengths(long count) : ISequenceSource
{
    public long Count => count;

    public long TokenCount => count;

    public int SequenceLength => 40;

    public string ContentHash => "";

    public int LengthOf(long sequence) => 3 + (int)(sequence * 7 % 38);

    public int Read(long sequence, Span<int> destination)
    {
        int length = LengthOf(sequence);
        destination[0] = -1;
        for (int i = 1; i < length - 1; i++) destination[i] = i - 1;
        destination[length - 1] = -2;
        return length;
    }

    public void RequireVocabulary(PieceTable pieces)
    {
    }

    public void Dispose()
    {
    }
}
