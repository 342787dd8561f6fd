using System.Runtime.InteropServices;

namespace Cloze.Data;

/// <summary>
/// Remembers the signatures of texts and finds one that a text is nearly the same as. Memory is bounded: beyond so many
/// texts the oldest are forgotten. What is found depends on the texts that are remembered and their order alone, so an
/// index that was filled again with these finds the same.
/// </summary>
/// <remarks>
/// Texts are compared that agree in one of the 16 bands of their signatures, in the order of the bands; of two that are
/// alike by 0.8 about 95 % do, by 0.9 nearly all. Of texts with the same band the last is looked at.
/// </remarks>
/// <param name="mostRemembered">Texts that are remembered: each takes about 260 bytes.</param>
internal sealed class NearDuplicateIndex(int mostRemembered = NearDuplicateIndex.DefaultMostRemembered)
{
    /// <summary>The share of runs of five words from which on two texts count as nearly the same.</summary>
    public const double Threshold = 0.8;

    /// <summary>Texts that are remembered by default; they take about 270 MB.</summary>
    public const int DefaultMostRemembered = 1 << 20;

    private const int FirstRoom = 1 << 10;
    private const int SlotsATextAndBand = 2;
    private const int ChunkBits = 12;
    private const int TextWords = MinHash.Bands + 1;
    private readonly List<ulong[]> _chunks = [];
    private int[] _slots = [];
    private long _added;
    private int _room;

    private int Count => (int)Math.Min(_added, _room);

    /// <summary>Looks for a text that this one is nearly the same as.</summary>
    /// <param name="signature">Its signature, [16].</param>
    /// <returns>
    /// The number that it was added with, and how much is the same, 0.8 to 1; null where there is none.
    /// </returns>
    public (long Number, double Similarity)? Find(ReadOnlySpan<ulong> signature)
    {
        (long Number, double Similarity)? best = null;
        for (int band = 0; band < MinHash.Bands && _room > 0; band++)
        {
            int index = _slots[Slot(band, signature[band])] - 1;
            if (index < 0 || Signature(index)[band] != signature[band] || Number(index) == best?.Number) continue;
            double similarity = MinHash.Similarity(signature, Signature(index));
            if (similarity >= Threshold && similarity > (best?.Similarity ?? 0)) best = (Number(index), similarity);
        }

        return best;
    }

    /// <summary>Remembers a text.</summary>
    /// <param name="signature">Its signature, [16].</param>
    /// <param name="number">What it is known by.</param>
    public void Add(ReadOnlySpan<ulong> signature, long number)
    {
        if (_added == _room && _room < mostRemembered) Grow();
        int index = (int)(_added++ % _room);
        signature.CopyTo(Signature(index));
        Number(index) = number;
        Enter(index);
    }

    private Span<ulong> Signature(int index) => Text(index)[..MinHash.Bands];

    private ref long Number(int index) => ref MemoryMarshal.Cast<ulong, long>(Text(index))[MinHash.Bands];

    private Span<ulong> Text(int index) => _chunks[index >> ChunkBits].AsSpan(
        (index & ((1 << ChunkBits) - 1)) * TextWords, TextWords);

    private int Slot(int band, ulong value)
    {
        int slots = _slots.Length / MinHash.Bands;
        return (band * slots) + (int)(Shingles.Mix(value) % (ulong)slots);
    }

    private void Enter(int index)
    {
        ReadOnlySpan<ulong> signature = Signature(index);
        for (int band = 0; band < MinHash.Bands; band++) _slots[Slot(band, signature[band])] = index + 1;
    }

    private void Grow()
    {
        int count = Count;
        _room = Math.Min(mostRemembered, Math.Max(FirstRoom, 2 * _room));
        while (_chunks.Count << ChunkBits < _room) _chunks.Add(new ulong[TextWords << ChunkBits]);

        // The old table is let go of first: at the most one of them is in memory.
        _slots = [];
        _slots = new int[_room * MinHash.Bands * SlotsATextAndBand];
        for (int index = 0; index < count; index++) Enter(index);
    }
}
