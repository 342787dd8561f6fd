namespace Cloze.Data;

/// <summary>
/// Remembers the signatures of texts and finds one that a text is nearly the same as. Memory is bounded: beyond so many
/// texts the oldest are forgotten. What is found depends on the texts and their order alone.
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
    private ulong[] _signatures = [];
    private long[] _numbers = [];
    private int[] _slots = [];
    private long _added;

    private int Room => _numbers.Length;

    private int Count => (int)Math.Min(_added, Room);

    /// <summary>Looks for a text that this one is nearly the same as.</summary>
    /// <param name="signature">Its signature, [16].</param>
    /// <returns>
    /// The number that it was added with, and how much is the same, 0.8 to 1; null where there is none.
    /// </returns>
    public (long Number, double Similarity)? Find(ReadOnlySpan<ulong> signature)
    {
        (long Number, double Similarity)? best = null;
        for (int band = 0; band < MinHash.Bands && Room > 0; band++)
        {
            int index = _slots[Slot(band, signature[band])] - 1;
            if (index < 0 || _numbers[index] == best?.Number) continue;
            double similarity = MinHash.Similarity(signature, Signature(index));
            if (similarity >= Threshold && similarity > (best?.Similarity ?? 0)) best = (_numbers[index], similarity);
        }

        return best;
    }

    /// <summary>Remembers a text.</summary>
    /// <param name="signature">Its signature, [16].</param>
    /// <param name="number">What it is known by.</param>
    public void Add(ReadOnlySpan<ulong> signature, long number)
    {
        if (_added == Room && Room < mostRemembered) Grow();
        int index = (int)(_added++ % Room);
        signature.CopyTo(Signature(index));
        _numbers[index] = number;
        Enter(index);
    }

    private Span<ulong> Signature(int index) => _signatures.AsSpan(index * MinHash.Bands, MinHash.Bands);

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
        int count = Count, room = Math.Min(mostRemembered, Math.Max(FirstRoom, 2 * Room));
        Array.Resize(ref _signatures, room * MinHash.Bands);
        Array.Resize(ref _numbers, room);
        _slots = new int[room * MinHash.Bands * SlotsATextAndBand];
        for (int index = 0; index < count; index++) Enter(index);
    }
}
