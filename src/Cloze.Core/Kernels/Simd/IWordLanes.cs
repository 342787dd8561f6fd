namespace Cloze.Kernels;

/// <summary>
/// The same lanes as integers, for random numbers: each pair of lanes is a 64-bit word with a low and a high half of
/// 32 bits.
/// </summary>
internal unsafe interface IWordLanes<TSelf>
    where TSelf : unmanaged, IWordLanes<TSelf>
{
    /// <summary>One 64-bit word in all places.</summary>
    static abstract TSelf BroadcastWord(ulong word);

    /// <summary>
    /// Counters first, first + 1 ... as words, in the order in which <see cref="InterleaveLow"/> and
    /// <see cref="InterleaveHigh"/> give rising results: even places count the first half, odd places the second.
    /// </summary>
    static abstract TSelf Counters(uint first);

    /// <summary>The 64-bit products of the low halves.</summary>
    static abstract TSelf MultiplyLowHalves(TSelf left, TSelf right);

    /// <summary>The high halves moved to the low ones; zero above.</summary>
    static abstract TSelf HighHalves(TSelf value);

    /// <summary>first ^ second ^ third.</summary>
    static abstract TSelf Xor(TSelf first, TSelf second, TSelf third);

    /// <summary>Words with the low halves of <paramref name="low"/>, above them of <paramref name="high"/>.</summary>
    static abstract TSelf JoinLowHalves(TSelf low, TSelf high);

    /// <summary>The words in even places, left and right in turn.</summary>
    static abstract TSelf InterleaveLow(TSelf left, TSelf right);

    /// <summary>The words in odd places, left and right in turn.</summary>
    static abstract TSelf InterleaveHigh(TSelf left, TSelf right);

    /// <summary>Writes all bits.</summary>
    static abstract void StoreBits(TSelf value, ushort* destination);

    /// <summary>One lane a draw: kept where the draw is at least the threshold, else zero.</summary>
    static abstract TSelf KeepWhere(ushort* draws, int threshold, TSelf kept);
}
