using System.Text;
using System.Text.Unicode;

namespace Cloze.Corpora;

/// <summary>Makes texts of UTF-8.</summary>
/// <param name="replaceInvalid">Whether what is no character becomes U+FFFD.</param>
internal sealed class TextDecoder(bool replaceInvalid)
{
    /// <summary>How many texts were made.</summary>
    public long Count { get; private set; }

    /// <summary>The text.</summary>
    /// <exception cref="InvalidTextException">It is no UTF-8.</exception>
    public string Decode(ReadOnlySpan<byte> bytes)
    {
        Count++;
        if (!replaceInvalid && !Utf8.IsValid(bytes)) throw new InvalidTextException(Count);
        return Encoding.UTF8.GetString(bytes);
    }
}
