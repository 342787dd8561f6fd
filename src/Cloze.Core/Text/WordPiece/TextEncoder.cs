namespace Cloze.Text;

/// <summary>
/// Turns whole texts into tokens: added tokens first, then the parts between them, by the fast way that knows the
/// tokenizer's steps, or the long one. It does not change; what its parts work in, caches and buffers, is taken from
/// pools, so any number of threads may use it at once.
/// </summary>
internal sealed class TextEncoder
{
    private readonly AddedTokenFinder _tokens;
    private readonly TextAnalyzer _analyzer;
    private readonly Pool<PartEncoder>? _parts;
    private readonly Pool<ByteLevelEncoder>? _bytes;
    private readonly Pool<MetaspaceEncoder>? _words;

    /// <param name="tokens">Finds added tokens in the text as it stands.</param>
    /// <param name="analyzer">The long way.</param>
    /// <param name="parts">The fast way of BERT's steps; null where they are others.</param>
    /// <param name="bytes">The fast way of byte-level BPE; null where the steps are others.</param>
    /// <param name="words">The fast way of words that begin with marks; null where the steps are others.</param>
    public TextEncoder(
        AddedTokenFinder tokens,
        TextAnalyzer analyzer,
        Pool<PartEncoder>? parts,
        Pool<ByteLevelEncoder>? bytes,
        Pool<MetaspaceEncoder>? words)
    {
        _tokens = tokens;
        _analyzer = analyzer;
        _parts = parts;
        _bytes = bytes;
        _words = words;
    }

    /// <summary>Appends the tokens of one text.</summary>
    public void Append<TSink>(ReadOnlySpan<char> text, ref TSink sink)
        where TSink : struct, ITokenSink, allows ref struct
    {
        var ways = new Ways(_parts?.Rent(), _bytes?.Rent(), _words?.Rent());
        int covered = 0, position = 0;
        while (_tokens.TryFind(text, covered, ref position, out AddedTokenMatch match))
        {
            AppendPart(text[covered..match.Start], covered, ways, ref sink);
            sink.AddNamed(match.Id, new TextSpan(match.Start, match.End), text[match.Start..match.End]);
            covered = match.End;
        }

        AppendPart(text[covered..], covered, ways, ref sink);
        if (ways.Parts is not null) _parts!.Return(ways.Parts);
        if (ways.Bytes is { IsLarge: false }) _bytes!.Return(ways.Bytes);
        if (ways.Words is { IsLarge: false }) _words!.Return(ways.Words);
    }

    private void AppendPart<TSink>(ReadOnlySpan<char> part, int offset, in Ways ways, ref TSink sink)
        where TSink : struct, ITokenSink, allows ref struct
    {
        if (ways.Parts is not null) ways.Parts.Append(part, offset, ref sink);
        else if (ways.Bytes is not null && _analyzer.Keeps(part)) AppendBytes(part, offset, ways.Bytes, ref sink);
        else if (ways.Words is not null) ways.Words.Append(part, offset, ref sink);
        else _analyzer.Append(part, offset, ref sink);
    }

    private void AppendBytes<TSink>(ReadOnlySpan<char> part, int offset, ByteLevelEncoder bytes, ref TSink sink)
        where TSink : struct, ITokenSink, allows ref struct
    {
        int covered = 0, position = 0;
        while (_analyzer.Tokens.TryFind(part, covered, ref position, out AddedTokenMatch match))
        {
            bytes.Append(part[covered..match.Start], offset + covered, ref sink);
            var place = new TextSpan(offset + match.Start, offset + match.End);
            sink.AddNamed(match.Id, place, part[match.Start..match.End]);
            covered = match.End;
        }

        bytes.Append(part[covered..], offset + covered, ref sink);
    }

    /// <summary>The fast ways, of which there is one at most, taken for one text.</summary>
    private readonly record struct Ways(PartEncoder? Parts, ByteLevelEncoder? Bytes, MetaspaceEncoder? Words);
}
