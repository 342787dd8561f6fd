namespace Cloze.Formats;

/// <summary>The checksum of zip archives: CRC-32 of ISO 3309, reflected, polynomial 0xEDB88320.</summary>
internal struct Crc32
{
    private static readonly uint[] s_table = MakeTable();

    private uint _value;

    /// <summary>The checksum of all that was added.</summary>
    public readonly uint Value => _value;

    /// <summary>Adds bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        uint crc = ~_value;
        foreach (byte value in bytes) crc = s_table[(byte)crc ^ value] ^ (crc >> 8);
        _value = ~crc;
    }

    private static uint[] MakeTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint crc = i;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            table[i] = crc;
        }

        return table;
    }
}
