using System.Text;

namespace Cloze.Text;

/// <summary>
/// A text on its way through the normaliser: each UTF-16 unit knows which part of the original it came from.
/// </summary>
internal sealed class AlignedText
{
    private readonly List<char> _characters;
    private readonly List<TextSpan> _origins;

    /// <summary>An empty text, with room for some units.</summary>
    public AlignedText(int capacity)
    {
        _characters = new List<char>(capacity);
        _origins = new List<TextSpan>(capacity);
    }

    /// <summary>A part of an original text, still as it is there; a lone surrogate becomes U+FFFD.</summary>
    /// <param name="original">The part.</param>
    /// <param name="offset">Where the part begins in the original.</param>
    public AlignedText(ReadOnlySpan<char> original, int offset)
        : this(original.Length)
    {
        for (int at = 0; at < original.Length;)
        {
            Rune.DecodeFromUtf16(original[at..], out Rune rune, out int length);
            Append(rune.Value, new TextSpan(offset + at, offset + at + length));
            at += length;
        }
    }

    /// <summary>The text as it is now.</summary>
    public ReadOnlySpan<char> Characters => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_characters);

    /// <summary>The part of the original that each unit came from.</summary>
    public ReadOnlySpan<TextSpan> Origins => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_origins);

    /// <summary>The part of the original from the start of the first unit's to the end of the last one's.</summary>
    public TextSpan Origin(int start, int end) => new(_origins[start].Start, _origins[end - 1].End);

    /// <summary>Adds one character.</summary>
    public void Append(int scalar, TextSpan origin)
    {
        Span<char> units = stackalloc char[2];
        int length = new Rune(scalar).EncodeToUtf16(units);
        for (int i = 0; i < length; i++)
        {
            _characters.Add(units[i]);
            _origins.Add(origin);
        }
    }

    /// <summary>The characters one by one.</summary>
    public IEnumerable<(int Scalar, TextSpan Origin)> Scalars()
    {
        for (int at = 0; at < _characters.Count; at++)
        {
            int scalar = _characters[at];
            if (char.IsHighSurrogate(_characters[at])) scalar = char.ConvertToUtf32(_characters[at], _characters[++at]);
            yield return (scalar, _origins[at]);
        }
    }
}
