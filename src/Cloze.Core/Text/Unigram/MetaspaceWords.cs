using System.Globalization;
using System.Numerics;

namespace Cloze.Text;

/// <summary>Turns single words into tokens, each with a mark before it; for one thread at a time.</summary>
/// <param name="plan">The steps that words go through.</param>
/// <param name="map">What these make of characters.</param>
/// <param name="model">Splits words.</param>
/// <param name="analyzer">The long way.</param>
/// <param name="markId">The piece of a mark alone; -1 for none.</param>
internal sealed class MetaspaceWords(
    MetaspacePlan plan, CharacterMap map, TokenModel model, TextAnalyzer analyzer, int markId)
{
    private const int LargestKept = 1 << 20;

    private readonly Normalizer _normalizer = new(plan.WordSteps);
    private char[] _text = new char[256];
    private TextSpan[] _places = new TextSpan[256];

    /// <summary>Where text may be cut.</summary>
    public WordCuts Cuts { get; } = new(map);

    /// <summary>Whether its buffers have grown large.</summary>
    public bool IsLarge => _text.Length > LargestKept;

    /// <summary>Whether an added token stands in a text that is normalised, or is taken for such.</summary>
    public bool HasToken(ReadOnlySpan<char> text)
    {
        int position = 0;
        return analyzer.Tokens.TryFind(text, 0, ref position, out _);
    }

    /// <summary>Appends a mark that stands where a space does.</summary>
    public void AppendSpace<TSink>(int place, ref TSink sink)
        where TSink : struct, ITokenSink, allows ref struct
    {
        _text[0] = plan.Mark;
        _places[0] = new TextSpan(place, place + 1);
        model.Append(_text.AsSpan(0, 1), _places.AsSpan(0, 1), ref sink);
    }

    /// <summary>Appends a word of which every character is known by itself; false where one is not.</summary>
    /// <param name="word">The word, without spaces.</param>
    /// <param name="offset">Where it begins in the text.</param>
    /// <param name="covers">Whether its mark stands where a space before it does.</param>
    /// <param name="sink">Takes the tokens.</param>
    public bool TryAppend<TSink>(ReadOnlySpan<char> word, int offset, bool covers, ref TSink sink)
        where TSink : struct, ITokenSink, allows ref struct
    {
        int count = Write(word, offset, out bool changes);
        if (count < 0 || (changes && HasToken(_text.AsSpan(0, count)))) return false;
        if (covers) _places[0] = new TextSpan(offset - 1, offset);
        model.Append(_text.AsSpan(0, count), _places.AsSpan(0, count), ref sink);
        return true;
    }

    /// <summary>Appends a word the long way; false where what is beside it must be looked at too.</summary>
    /// <param name="word">The word, with one space before it where there are some.</param>
    /// <param name="offset">Where it begins in the text.</param>
    /// <param name="spaced">Whether it begins with a space.</param>
    /// <param name="sink">Takes the tokens.</param>
    public bool TryAppendLong<TSink>(ReadOnlySpan<char> word, int offset, bool spaced, ref TSink sink)
        where TSink : struct, ITokenSink, allows ref struct
    {
        // What is gone at the beginning of a text moves the places of all behind it.
        if (!spaced && Normalized(word[..StringInfo.GetNextTextElementLength(word)]).IsEmpty) return false;
        ReadOnlySpan<char> normalized = Normalized(word);
        if (HasToken(normalized)) return false;
        if (plan.JoinsSpaces || plan.DropsLastSpaces)
        {
            bool endsWhite = normalized.Length <= (spaced ? 1 : 0)
                || (UnicodeData.Properties(normalized[^1]) & CharacterProperties.White) != 0;
            if (endsWhite) return false;
        }

        analyzer.Append(word, offset, ref sink);
        return true;
    }

    /// <summary>The pieces of a word that are the same wherever it stands; false where they may not be.</summary>
    public bool TrySplit(ReadOnlySpan<char> word, TokenBuffer pieces)
    {
        foreach (char character in word)
        {
            if (!map.IsKnown(character)) return false;
        }

        var sink = new PlaceSink(pieces);
        if (!TryAppend(word, 0, covers: false, ref sink))
        {
            if (HasToken(Normalized(word))) return false;
            analyzer.Append(word, 0, ref sink);
        }

        // A mark alone stands before the first character, which the next piece has.
        if (pieces.Count > 1 && pieces.Ids[0] == markId) pieces.Place(0, new TextSpan(0, 0));
        return pieces.Count > 0 && pieces.WordIds[^1] == 0;
    }

    // The mark and what the word's characters become; -1 where one is not known by itself.
    private int Write(ReadOnlySpan<char> word, int offset, out bool changes)
    {
        changes = false;
        Reserve(word.Length + 1);
        _text[0] = plan.Mark;
        _places[0] = new TextSpan(offset, offset + 1);
        int count = 1;
        for (int at = 0; at < word.Length; at++)
        {
            WordCharacter kind = map.Find(word[at], out string? written);
            var place = new TextSpan(offset + at, offset + at + 1);
            if (kind == WordCharacter.Kept)
            {
                _text[count] = word[at];
                _places[count++] = place;
                continue;
            }

            if (kind != WordCharacter.Written) return -1;
            changes = true;
            Reserve(count + written!.Length + word.Length - at);
            written.CopyTo(_text.AsSpan(count));
            _places.AsSpan(count, written.Length).Fill(place);
            count += written.Length;
        }

        return count;
    }

    private ReadOnlySpan<char> Normalized(ReadOnlySpan<char> text) => _normalizer.Normalize(text, 0).Characters;

    private void Reserve(int room)
    {
        if (_text.Length >= room) return;
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)room);
        Array.Resize(ref _text, size);
        Array.Resize(ref _places, size);
    }
}
