using System.Buffers;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace Cloze.Text;

/// <summary>
/// Encodes parts of texts in which no added token stands, for one thread at a time: ASCII in blocks, anything else one
/// character after another, and combining marks that may change places the long way. White space of ASCII parts words
/// whatever stands beside it, so there the ways meet.
/// </summary>
internal sealed class PartEncoder
{
    private static readonly SearchValues<char> s_spaces = SearchValues.Create(" \t\r\n");
    private readonly bool _lowerCase;
    private readonly WordCache _words;
    private readonly ScalarEncoder _scalars;
    private readonly TextAnalyzer _analyzer;

    /// <param name="options">How text is treated.</param>
    /// <param name="table">What becomes of each character under the options.</param>
    /// <param name="model">Splits words.</param>
    /// <param name="analyzer">The long way.</param>
    public PartEncoder(TokenizerOptions options, CharacterTable table, WordPieceModel model, TextAnalyzer analyzer)
    {
        _lowerCase = options.LowerCase;
        _words = WordCache.Of(model);
        _scalars = new ScalarEncoder(table, model, _words);
        _analyzer = analyzer;
    }

    /// <summary>Appends the tokens of a part.</summary>
    /// <param name="part">The part.</param>
    /// <param name="offset">Where it begins in the text.</param>
    /// <param name="sink">Takes the tokens.</param>
    public void Append<TSink>(ReadOnlySpan<char> part, int offset, ref TSink sink)
        where TSink : struct, ITokenSink, allows ref struct
    {
        var block = new AsciiBlock(stackalloc byte[AsciiBlock.Length + WordCache.LongestWord]);
        for (int at = 0; at < part.Length;)
        {
            block.Read(part[at..], _lowerCase);
            AppendBlock(block, part[at..], offset + at, ref sink);
            at += block.End;
            if (!block.IsStuck) continue;
            int length = part[at..].IndexOfAny(s_spaces);
            if (length < 0) length = part.Length - at;
            AppendScalars(part.Slice(at, length), offset + at, ref sink);
            at += length;
        }
    }

    private void AppendBlock<TSink>(scoped AsciiBlock block, ReadOnlySpan<char> part, int offset, ref TSink sink)
        where TSink : struct, ITokenSink, allows ref struct
    {
        // A token has a character at least; a word from the cache is written in its full width.
        sink.Reserve(AsciiBlock.Length + WordCache.MostPieces);
        ulong ends = block.Ends;
        for (ulong starts = block.Starts; starts != 0; starts &= starts - 1, ends &= ends - 1)
        {
            int start = BitOperations.TrailingZeroCount(starts);
            int length = BitOperations.TrailingZeroCount(ends) - start + 1;
            if (length <= WordCache.LongestWord
                && _words.TryGet(block.Token(start, length), length, out Vector128<uint> pieces))
            {
                sink.AddPacked(pieces, offset + start);
            }
            else
            {
                AppendScalars(part.Slice(start, length), offset + start, ref sink);
            }
        }
    }

    private void AppendScalars<TSink>(ReadOnlySpan<char> part, int offset, ref TSink sink)
        where TSink : struct, ITokenSink, allows ref struct
    {
        if (!_scalars.TryAppend(part, offset, ref sink)) _analyzer.Append(part, offset, ref sink);
    }
}
