using System.Text;

namespace Cloze.Text;

/// <summary>
/// A text on its way through the normaliser: each UTF-16 unit knows which part of the original it came from.
/// </summary>
internal sealed class AlignedText
{
    /// <summary>The most characters: rules of a file may make more and more of a text.</summary>
    public const int MaximumLength = 1 << 27;

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
        if (_characters.Count >= MaximumLength) throw TooLong();
        Span<char> units = stackalloc char[2];
        int length = new Rune(scalar).EncodeToUtf16(units);
        for (int i = 0; i < length; i++)
        {
            _characters.Add(units[i]);
            _origins.Add(origin);
        }
    }

    /// <summary>What is said where rules make too much of a text.</summary>
    public static ClozeException TooLong() => new(
        $"The tokenizer makes more than {MaximumLength} characters of one text.",
        "Shorten the text, or use a tokenizer whose rules do not make it longer and longer.");

    /// <summary>Adds a part of another text.</summary>
    public void Append(AlignedText text, int start, int end)
    {
        _characters.AddRange(text.Characters[start..end]);
        _origins.AddRange(text.Origins[start..end]);
    }

    /// <summary>
    /// The text with other characters. They are aligned by position, as the reference does it: one that is no insertion
    /// replaces the next of the old and has its place, an inserted one has the place of the last that was replaced.
    /// </summary>
    /// <param name="characters">
    /// The new ones, each with its change: 0 replaces a character, -n replaces one and removes n more, 1 is inserted.
    /// </param>
    /// <param name="removed">How many characters are removed at the beginning.</param>
    public AlignedText Transform(IReadOnlyList<(int Scalar, int Change)> characters, int removed = 0)
    {
        TextSpan[] origins = [.. Scalars().Select(character => character.Origin)];
        var result = new AlignedText(characters.Count);
        int at = removed;
        foreach ((int scalar, int change) in characters)
        {
            int origin = Math.Clamp(change > 0 ? at - 1 : at, 0, origins.Length - 1);
            result.Append(scalar, origins[origin]);
            if (change <= 0) at += 1 - change;
        }

        return result;
    }

    /// <summary>The characters one by one.</summary>
    public IEnumerable<(int Scalar, TextSpan Origin)> Scalars() => Scalars(0, _characters.Count);

    /// <summary>Those of a part.</summary>
    public IEnumerable<(int Scalar, TextSpan Origin)> Scalars(int start, int end)
    {
        for (int at = start; at < end; at++)
        {
            int scalar = _characters[at];
            if (char.IsHighSurrogate(_characters[at])) scalar = char.ConvertToUtf32(_characters[at], _characters[++at]);
            yield return (scalar, _origins[at]);
        }
    }
}
