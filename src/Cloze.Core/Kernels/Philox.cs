using System.Runtime.CompilerServices;

namespace Cloze.Kernels;

/// <summary>
/// The blocks of <see cref="KeyedRandom.Block"/>, <c>Count</c> / 2 at a time: every counter is the low half of a
/// 64-bit word, so that one multiplication gives both halves of a product. What stands in the high halves is ignored.
/// </summary>
internal unsafe struct Philox
{
    private const int Rounds = 10;

    private readonly uint _step;
    private readonly uint _site;
    private fixed ulong _keys[2 * Rounds];

    /// <summary>Prepares the keys of all rounds.</summary>
    public Philox(in DropoutKey key)
    {
        _step = key.Step;
        _site = key.Site;
        uint key0 = (uint)key.Key, key1 = (uint)(key.Key >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            _keys[2 * round] = key0;
            _keys[(2 * round) + 1] = key1;
            key0 += 0x9E3779B9;
            key1 += 0xBB67AE85;
        }
    }

    /// <summary>
    /// The 16-bit draws of a row's columns [firstColumn, firstColumn + count); the first column is a multiple of 8,
    /// and up to <see cref="Slack"/> draws more may be written.
    /// </summary>
    [MethodImpl(Compiled.AtOnce)]
    public readonly void Draw<TLanes>(uint row, int firstColumn, int count, ushort* draws)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (int column = 0; column < count; column += 4 * TLanes.Count)
        {
            TLanes x = TLanes.Counters((uint)(firstColumn + column) / 8);
            TLanes y = TLanes.BroadcastWord(_step);
            TLanes z = TLanes.BroadcastWord(row);
            TLanes w = TLanes.BroadcastWord(_site);
            for (int round = 0; round < Rounds; round++)
            {
                TLanes product0 = TLanes.MultiplyLowHalves(x, TLanes.BroadcastWord(0xD2511F53));
                TLanes product1 = TLanes.MultiplyLowHalves(z, TLanes.BroadcastWord(0xCD9E8D57));
                x = TLanes.Xor(TLanes.HighHalves(product1), y, TLanes.BroadcastWord(_keys[2 * round]));
                z = TLanes.Xor(TLanes.HighHalves(product0), w, TLanes.BroadcastWord(_keys[(2 * round) + 1]));
                y = product1;
                w = product0;
            }

            TLanes xy = TLanes.JoinLowHalves(x, y), zw = TLanes.JoinLowHalves(z, w);
            TLanes.StoreBits(TLanes.InterleaveLow(xy, zw), draws + column);
            TLanes.StoreBits(TLanes.InterleaveHigh(xy, zw), draws + column + (2 * TLanes.Count));
        }
    }

    /// <summary>Draws beyond those asked for that a buffer must have room for.</summary>
    public const int Slack = 64;
}
