using System.Globalization;
using System.Text;

namespace Cloze.Text;

/// <summary>
/// Reads pieces such as <c>&lt;0xE2&gt;</c> as bytes of UTF-8; those that make no text become U+FFFD each.
/// </summary>
internal sealed record ByteFallbackDecoder : PieceDecoder
{
    private static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);

    /// <inheritdoc/>
    public override List<string> Apply(List<string> pieces)
    {
        var result = new List<string>(pieces.Count);
        var bytes = new List<byte>();
        foreach (string piece in pieces)
        {
            if (IsByte(piece, out byte value))
            {
                bytes.Add(value);
                continue;
            }

            Flush(bytes, result);
            result.Add(piece);
        }

        Flush(bytes, result);
        return result;
    }

    private static bool IsByte(string piece, out byte value)
    {
        value = 0;
        if (piece is not ['<', '0', 'x', _, _, '>']) return false;
        return byte.TryParse(
            piece.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    private static void Flush(List<byte> bytes, List<string> result)
    {
        if (bytes.Count == 0) return;
        try
        {
            result.Add(s_strict.GetString([.. bytes]));
        }
        catch (DecoderFallbackException)
        {
            result.AddRange(Enumerable.Repeat("\uFFFD", bytes.Count));
        }

        bytes.Clear();
    }
}
