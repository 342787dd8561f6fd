using System.Buffers.Binary;

namespace Cloze.Text;

/// <summary>SentencePiece's compiled rules, as <c>tokenizer.json</c> has them in base 64.</summary>
internal static class PrecompiledJson
{
    /// <summary>
    /// Reads them: the size of a trie in bytes, the trie's units of four bytes, then texts that end in 0.
    /// </summary>
    /// <exception cref="ClozeException">They are malformed.</exception>
    public static PrecompiledMap Read(JsonField field)
    {
        byte[] bytes = Decode(field);
        const int unit = sizeof(uint);
        uint size = bytes.Length >= unit ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : uint.MaxValue;
        if (size == 0 || size % unit != 0 || size > bytes.Length - unit)
        {
            throw field.Wrong($"a trie of whole units in {bytes.Length} bytes");
        }

        uint[] units = new uint[size / unit];
        for (int i = 0; i < units.Length; i++)
        {
            units[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(unit * (i + 1)));
        }

        return new PrecompiledMap(units, bytes[((int)size + unit)..]);
    }

    private static byte[] Decode(JsonField field)
    {
        try
        {
            return Convert.FromBase64String(field.Text());
        }
        catch (FormatException)
        {
            throw field.Wrong("text in base 64");
        }
    }
}
