using Cloze.Data;
using Cloze.Masking;
using Xunit;

namespace Cloze.Tests.Data;

/// <summary>One store, cut again for phases of shorter sequences.</summary>
public sealed class CutSequencesTests : IDisposable
{
    private static readonly PieceTable _pieces = TinyCorpus.Pieces(30);

    private readonly TokenStore _whole = TinyCorpus.Store(TinyCorpus.Documents(40, 60, 30), 32, 1, 30);

    public void Dispose() => _whole.Dispose();

    [Theory]
    [InlineData(8)]
    [InlineData(13)]
    [InlineData(31)]
    public void All_tokens_are_there_in_their_order(int length)
    {
        using var cut = new CutSequences(_whole, length);
        var pieces = new Queue<int[]>(Sequences(cut));

        Every.Item(Sequences(_whole), whole =>
        {
            var joined = new List<int>();
            while (joined.Count < whole.Length - 2)
            {
                int[] piece = pieces.Dequeue();
                Assert.InRange(piece.Length, 1, length);
                Assert.Equal((whole[0], whole[^1]), (piece[0], piece[^1]));
                joined.AddRange(piece[1..^1]);
            }

            Assert.Equal(whole[1..^1], joined);
        });
        Assert.Empty(pieces);
    }

    [Fact]
    public void Lengths_and_sums_are_those_of_the_pieces()
    {
        using var cut = new CutSequences(_whole, 9);
        int[][] all = [.. Sequences(cut)];

        Assert.Equal(all.Length, cut.Count);
        Assert.Equal(all.Sum(piece => piece.Length), cut.TokenCount);
        Assert.Equal(9, cut.SequenceLength);
        for (int i = 0; i < all.Length; i++) Assert.Equal(all[i].Length, cut.LengthOf(i));
        Assert.Throws<ArgumentOutOfRangeException>(() => cut.LengthOf(all.Length));
        cut.RequireVocabulary(_pieces);
    }

    [Fact]
    public void No_piece_is_a_leftover()
    {
        using var cut = new CutSequences(_whole, 10);
        int longest = Sequences(_whole).Max(whole => whole.Length);
        Assert.True(longest > 20, "No sequence is cut twice; the test shows nothing.");

        // Of the ten tokens two are special; each piece has at least half of the eight others.
        var pieces = new Queue<int[]>(Sequences(cut));
        Every.Item(Sequences(_whole), whole =>
        {
            int parts = whole.Length <= 10 ? 1 : (whole.Length - 2 + 7) / 8;
            for (int part = 0; part < parts; part++)
            {
                Assert.InRange(pieces.Dequeue().Length, parts == 1 ? whole.Length : 6, 10);
            }
        });
        Assert.Empty(pieces);
    }

    [Fact]
    public void What_is_short_enough_stays()
    {
        using var cut = new CutSequences(_whole, 32);

        Assert.Equal(Sequences(_whole), Sequences(cut));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(5_000_000)]
    public void Any_number_of_sequences_takes_the_same_memory(int count)
    {
        using var whole = new CountedLengths(count);
        using var cut = new CutSequences(whole, 16);

        Assert.InRange(HeldMemory.Of(cut).Bytes, 0, (8 * CutSequences.MostBlocks) + 1_000);
        long pieces = 0, probe = 0;
        for (long sequence = 0; sequence < count; sequence++)
        {
            int length = whole.LengthOf(sequence), parts = length <= 16 ? 1 : (length - 2 + 13) / 14;
            if (sequence == probe)
            {
                int[][] expected = [.. Enumerable.Range(0, parts).Select(part => Part(length, part, parts))];
                Assert.Equal(expected, Enumerable.Range(0, parts).Select(part => Read(cut, pieces + part)));
                probe = (probe * 3) + 1;
            }

            pieces += parts;
        }

        Assert.Equal(pieces, cut.Count);
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        using var cut = new CutSequences(_whole, 9);
        int[] ids = new int[9];
        Assert.Equal(0, SteadyAllocation.Of(() =>
        {
            for (long i = 0; i < cut.Count; i++) cut.Read(i, ids);
        }));
    }

    private static int[] Part(int length, int part, int parts)
    {
        int body = length - 2, rest = body - (14 * Math.Max(parts - 2, 0));
        int Start(int at) => at == parts ? body : at == 0 || at < parts - 1 ? 14 * at : body - rest + (rest / 2);
        int first = Start(part), end = Start(part + 1);
        return [-1, .. Enumerable.Range(first, end - first), -2];
    }

    private static int[] Read(ISequenceSource source, long sequence)
    {
        int[] ids = new int[source.SequenceLength];
        return ids[..source.Read(sequence, ids)];
    }

    private static IEnumerable<int[]> Sequences(ISequenceSource source)
    {
        int[] ids = new int[source.SequenceLength];
        for (long i = 0; i < source.Count; i++) yield return ids[..source.Read(i, ids)];
    }
}
