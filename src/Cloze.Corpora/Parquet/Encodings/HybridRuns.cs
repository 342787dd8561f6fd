namespace Cloze.Corpora;

/// <summary>
/// Reads small numbers written as runs of one number and as groups of eight in as few bits as they need: Parquet's
/// hybrid of run lengths and packed bits.
/// </summary>
internal ref struct HybridRuns
{
    private const int WidestNumber = 32;
    private readonly int _width;
    private ReadOnlySpan<byte> _rest;
    private ReadOnlySpan<byte> _packed;
    private long _packedCount;
    private long _bit;

    /// <param name="bytes">All runs.</param>
    /// <param name="width">Bits of a number.</param>
    /// <exception cref="ParquetFaultException">The width is above 32.</exception>
    public HybridRuns(ReadOnlySpan<byte> bytes, int width)
    {
        if (width > WidestNumber) throw new ParquetFaultException($"a page has numbers of {width} bits");
        _rest = bytes;
        _width = width;
    }

    /// <summary>The next number, and how often it stands there on end.</summary>
    /// <exception cref="ParquetFaultException">There is none.</exception>
    public uint Next(out int count)
    {
        count = 1;
        while (_packedCount == 0)
        {
            uint head = ReadHead();
            if ((head & 1) == 0 && head >> 1 > 0)
            {
                count = (int)(head >> 1);
                return ReadNumber();
            }

            if ((head & 1) == 1) OpenPacked(head >> 1);
        }

        _packedCount--;
        return ReadBits();
    }

    private uint ReadHead()
    {
        uint head = 0;
        for (int shift = 0; shift < 35; shift += 7)
        {
            byte part = Take(1)[0];
            head |= (uint)(part & 0x7F) << shift;
            if (part < 0x80) return head;
        }

        throw new ParquetFaultException("a page has a run without an end");
    }

    private uint ReadNumber()
    {
        uint number = 0;
        ReadOnlySpan<byte> bytes = Take((_width + 7) / 8);
        for (int i = 0; i < bytes.Length; i++) number |= (uint)bytes[i] << (8 * i);
        return number;
    }

    // Some writers leave out the bytes of the last group that no value needs.
    private void OpenPacked(uint groups)
    {
        long bytes = Math.Min((long)groups * _width, _rest.Length);
        _packed = Take((int)bytes);
        _packedCount = _width == 0 ? 8L * groups : Math.Min(8L * groups, 8 * bytes / _width);
        _bit = 0;
    }

    private uint ReadBits()
    {
        ulong bits = 0;
        int first = (int)(_bit / 8), last = (int)((_bit + _width + 7) / 8);
        for (int i = first; i < last; i++) bits |= (ulong)_packed[i] << (8 * (i - first));
        uint number = (uint)((bits >> (int)(_bit % 8)) & ((1UL << _width) - 1));
        _bit += _width;
        return number;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length) throw new ParquetFaultException("a page ends within a run");
        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
