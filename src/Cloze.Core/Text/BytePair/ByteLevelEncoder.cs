using System.Numerics;
using System.Runtime.Intrinsics;

namespace Cloze.Text;

/// <summary>
/// Turns text into the tokens of byte-level BPE, for one thread at a time: a scanner finds the words, and most are one
/// look-up in a cache. It does what the long way does by a normaliser that changes nothing, <see cref="ByteLevelStep"/>
/// with its expression, and the model.
/// </summary>
/// <param name="model">Has a piece for every byte.</param>
/// <param name="addSpace">Whether a text that does not begin with a space gets one.</param>
internal sealed class ByteLevelEncoder(BytePairModel model, bool addSpace)
{
    private const int LargestKept = 1 << 20;

    private readonly WordCache _words = WordCache.OfBytes(model);
    private char[] _spelled = new char[256];
    private TextSpan[] _places = new TextSpan[256];
    private char[] _spaced = [];

    /// <summary>Whether its buffers have grown so large that it is not to be kept.</summary>
    public bool IsLarge => Math.Max(_spelled.Length, _spaced.Length) > LargestKept;

    /// <summary>Appends the tokens of a part of a text in which no added token stands.</summary>
    /// <param name="part">The part.</param>
    /// <param name="offset">Where it begins in the text.</param>
    /// <param name="sink">Takes the tokens.</param>
    public void Append<TSink>(ReadOnlySpan<char> part, int offset, ref TSink sink)
        where TSink : struct, ITokenSink, allows ref struct
    {
        int at = 0;
        if (addSpace && part.Length > 0 && part[0] != ' ')
        {
            at = AppendSpaced(part, offset, ref sink);
            part = _spaced.AsSpan(0, part.Length + 1);
            offset--;
        }

        for (int end; at < part.Length; at = end)
        {
            end = ByteLevelScanner.End(part, at);
            AppendWord(part, at, end, offset, ref sink);
        }
    }

    // Puts a space before the text, and returns where its first word ends, which is spelled: its space stands where the
    // character behind it does.
    private int AppendSpaced<TSink>(ReadOnlySpan<char> part, int offset, ref TSink sink)
        where TSink : struct, ITokenSink, allows ref struct
    {
        if (_spaced.Length <= part.Length) _spaced = new char[Math.Max(part.Length + 1, 2 * _spaced.Length)];
        _spaced[0] = ' ';
        part.CopyTo(_spaced.AsSpan(1));
        ReadOnlySpan<char> spaced = _spaced.AsSpan(0, part.Length + 1);
        int end = ByteLevelScanner.End(spaced, 0);
        int count = Spell(spaced[..end], offset - 1);
        int first = char.IsHighSurrogate(part[0]) && part.Length > 1 && char.IsLowSurrogate(part[1]) ? 2 : 1;
        _places[0] = new TextSpan(offset, offset + first);
        model.Append(_spelled.AsSpan(0, count), _places.AsSpan(0, count), ref sink);
        return end;
    }

    private void AppendWord<TSink>(ReadOnlySpan<char> part, int start, int end, int offset, ref TSink sink)
        where TSink : struct, ITokenSink, allows ref struct
    {
        int length = end - start;
        if (length <= WordCache.LongestWord)
        {
            Vector128<byte> key = WordKey.Of(part, start, length, out bool ascii);
            if (ascii && _words.TryGet(key, length, out Vector128<uint> pieces))
            {
                sink.Reserve(WordCache.MostPieces);
                sink.AddPacked(pieces, offset + start);
                return;
            }

            if (!ascii && length <= WordCache.LongestWideWord && TryAppendWide(part, start, length, offset, ref sink))
            {
                return;
            }
        }

        int count = Spell(part[start..end], offset + start);
        model.Append(_spelled.AsSpan(0, count), _places.AsSpan(0, count), ref sink);
    }

    private bool TryAppendWide<TSink>(ReadOnlySpan<char> part, int start, int length, int offset, ref TSink sink)
        where TSink : struct, ITokenSink, allows ref struct
    {
        Vector128<byte> key = WordKey.Wide(part.Slice(start, length));
        if (!_words.TryGet(key, length, out Vector128<uint> pieces)) return false;
        Spell(part.Slice(start, length), offset + start);
        int count = WordCache.Count(pieces);
        for (int i = 0, from = 0; i < count; i++)
        {
            int to = from + WordCache.Length(pieces, i);
            sink.Add(WordCache.Id(pieces, i), new TextSpan(_places[from].Start, _places[to - 1].End));
            from = to;
        }

        sink.EndWord();
        return true;
    }

    private int Spell(ReadOnlySpan<char> word, int offset)
    {
        int room = ByteAlphabet.MostPerUnit * word.Length;
        if (_spelled.Length < room)
        {
            int size = (int)BitOperations.RoundUpToPowerOf2((uint)room);
            _spelled = new char[size];
            _places = new TextSpan[size];
        }

        return ByteAlphabet.Spell(word, offset, _spelled, _places);
    }
}
