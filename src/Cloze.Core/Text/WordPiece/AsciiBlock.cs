using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cloze.Text;

/// <summary>
/// The next 64 characters of a text, sorted by what BERT's tokenizer makes of them: a bit a character, first character
/// lowest. Letters and digits make words, every other visible ASCII character is a word of its own, and space, tab,
/// line feed and carriage return part words; this holds under all of <see cref="TokenizerOptions"/>.
/// </summary>
internal ref struct AsciiBlock
{
    /// <summary>How many characters a block has.</summary>
    public const int Length = 64;

    private readonly Span<byte> _characters;
    private ulong _words;
    private ulong _isolated;

    /// <summary>Takes <see cref="Length"/> + <see cref="WordCache.LongestWord"/> bytes to work in.</summary>
    public AsciiBlock(Span<byte> memory) => _characters = memory;

    /// <summary>How many characters from the block's first belong to whole tokens that this block can tell.</summary>
    public int End { get; private set; }

    /// <summary>
    /// Whether the character at <see cref="End"/> begins something else: a word with a character that is not ASCII's or
    /// is a control character, or a word that is longer than the block.
    /// </summary>
    public bool IsStuck { get; private set; }

    /// <summary>A bit for each first character of a token.</summary>
    public readonly ulong Starts => (_words & ~(_words << 1)) | _isolated;

    /// <summary>A bit for each last character of a token.</summary>
    public readonly ulong Ends => (_words & ~(_words >> 1)) | _isolated;

    /// <summary>Reads the next characters; the first stands at the beginning of a word or between words.</summary>
    /// <param name="text">The text from there on; where it is shorter than a block, spaces follow.</param>
    /// <param name="lowerCase">Whether letters are lower-cased.</param>
    public void Read(scoped ReadOnlySpan<char> text, bool lowerCase)
    {
        if (text.Length >= Length)
        {
            Sort(text, lowerCase);
            return;
        }

        Span<char> padded = stackalloc char[Length];
        text.CopyTo(padded);
        padded[text.Length..].Fill(' ');
        Sort(padded, lowerCase);
    }

    /// <summary>The characters of a token, lower-cased if asked, zeros behind them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector128<byte> Token(int start, int length) =>
        Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(_characters), (nuint)start)
        & Vector128.LessThan(Vector128<byte>.Indices, Vector128.Create((byte)length));

    private void Sort(scoped ReadOnlySpan<char> text, bool lowerCase)
    {
        ulong words = 0, isolated = 0, foreign = 0;
        Vector128<byte> lower = Vector128.Create((byte)(lowerCase ? 0x20 : 0));
        ref ushort first = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(text));
        for (int i = 0; i < Length; i += Vector128<byte>.Count)
        {
            // Characters beyond a byte become 255, which is foreign.
            Vector128<byte> characters = Vector128.NarrowWithSaturation(
                Vector128.LoadUnsafe(ref first, (nuint)i),
                Vector128.LoadUnsafe(ref first, (nuint)i + 8));
            Vector128<byte> letters = InRange(characters | Vector128.Create((byte)0x20), (byte)'a', (byte)'z');
            Vector128<byte> word = letters | InRange(characters, (byte)'0', (byte)'9');
            Vector128<byte> visible = InRange(characters, (byte)'!', (byte)'~');
            Vector128<byte> space = Vector128.Equals(characters, Vector128.Create((byte)' '))
                | Vector128.Equals(characters, Vector128.Create((byte)'\t'))
                | Vector128.Equals(characters, Vector128.Create((byte)'\n'))
                | Vector128.Equals(characters, Vector128.Create((byte)'\r'));
            (characters | (letters & lower)).CopyTo(_characters[i..]);
            words |= (ulong)word.ExtractMostSignificantBits() << i;
            isolated |= (ulong)(visible & ~word).ExtractMostSignificantBits() << i;
            foreign |= (ulong)(~(visible | space)).ExtractMostSignificantBits() << i;
        }

        Cut(words, isolated, foreign);
    }

    // Ends the block before the word that reaches the first foreign character, or the block's end.
    private void Cut(ulong words, ulong isolated, ulong foreign)
    {
        int known = BitOperations.TrailingZeroCount(foreign);
        ulong before = known == Length ? ulong.MaxValue : (1UL << known) - 1;
        End = Length - BitOperations.LeadingZeroCount(~words & before);
        IsStuck = known < Length || End == 0;
        ulong whole = End == Length ? ulong.MaxValue : (1UL << End) - 1;
        _words = words & whole;
        _isolated = isolated & whole;
    }

    private static Vector128<byte> InRange(Vector128<byte> characters, byte first, byte last) =>
        Vector128.LessThanOrEqual(characters - Vector128.Create(first), Vector128.Create((byte)(last - first)));
}
