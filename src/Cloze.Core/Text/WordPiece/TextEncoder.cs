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

    /// <param name="tokens">Finds added tokens in the text as it stands.</param>
    /// <param name="analyzer">The long way.</param>
    /// <param name="parts">The fast way of BERT's steps; null where they are others.</param>
    /// <param name="bytes">The fast way of byte-level BPE; null where the steps are others.</param>
    public TextEncoder(
        AddedTokenFinder tokens, TextAnalyzer analyzer, Pool<PartEncoder>? parts, Pool<ByteLevelEncoder>? bytes)
    {
        _tokens = tokens;
        _analyzer = analyzer;
        _parts = parts;
        _bytes = bytes;
    }

    /// <summary>Appends the tokens of one text.</summary>
    public void Append<TSink>(ReadOnlySpan<char> text, ref TSink sink)
        where TSink : struct, ITokenSink, allows ref struct
    {
        PartEncoder? parts = _parts?.Rent();
        ByteLevelEncoder? bytes = _bytes?.Rent();
        int covered = 0, position = 0;
        while (_tokens.TryFind(text, covered, ref position, out AddedTokenMatch match))
        {
            AppendPart(text[covered..match.Start], covered, parts, bytes, ref sink);
            sink.AddNamed(match.Id, new TextSpan(match.Start, match.End), text[match.Start..match.End]);
            covered = match.End;
        }

        AppendPart(text[covered..], covered, parts, bytes, ref sink);
        if (parts is not null) _parts!.Return(parts);
        if (bytes is { IsLarge: false }) _bytes!.Return(bytes);
    }

    private void AppendPart<TSink>(
        ReadOnlySpan<char> part, int offset, PartEncoder? parts, ByteLevelEncoder? bytes, ref TSink sink)
        where TSink : struct, ITokenSink, allows ref struct
    {
        if (parts is not null) parts.Append(part, offset, ref sink);
        else if (bytes is not null && _analyzer.Keeps(part)) AppendBytes(part, offset, bytes, ref sink);
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
}
