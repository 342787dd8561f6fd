namespace Cloze.Text;

/// <summary>
/// Turns whole texts into tokens: added tokens first, then the parts between them. It does not change; what its parts
/// work in, caches and buffers, is taken from a pool, so any number of threads may use it at once.
/// </summary>
internal sealed class TextEncoder
{
    private readonly AddedTokenFinder _tokens;
    private readonly TextAnalyzer _analyzer;
    private readonly bool _alwaysAnalyze;
    private readonly Pool<PartEncoder> _parts;

    /// <param name="tokens">Finds added tokens in the text as it stands.</param>
    /// <param name="analyzer">The long way.</param>
    /// <param name="model">Splits words.</param>
    /// <param name="options">How text is treated.</param>
    /// <param name="alwaysAnalyze">Whether all text goes the long way: the short ones know BERT's steps alone.</param>
    public TextEncoder(
        AddedTokenFinder tokens,
        TextAnalyzer analyzer,
        WordPieceModel model,
        TokenizerOptions options,
        bool alwaysAnalyze)
    {
        _tokens = tokens;
        _analyzer = analyzer;
        _alwaysAnalyze = alwaysAnalyze;
        var table = new CharacterTable(options);
        _parts = new Pool<PartEncoder>(() => new PartEncoder(options, table, model, _analyzer));
    }

    /// <summary>Appends the tokens of one text.</summary>
    public void Append<TSink>(ReadOnlySpan<char> text, ref TSink sink)
        where TSink : struct, ITokenSink, allows ref struct
    {
        PartEncoder parts = _parts.Rent();
        int covered = 0, position = 0;
        while (_tokens.TryFind(text, covered, ref position, out AddedTokenMatch match))
        {
            AppendPart(text[covered..match.Start], covered, parts, ref sink);
            sink.AddNamed(match.Id, new TextSpan(match.Start, match.End), text[match.Start..match.End]);
            covered = match.End;
        }

        AppendPart(text[covered..], covered, parts, ref sink);
        _parts.Return(parts);
    }

    private void AppendPart<TSink>(ReadOnlySpan<char> part, int offset, PartEncoder parts, ref TSink sink)
        where TSink : struct, ITokenSink, allows ref struct
    {
        if (_alwaysAnalyze) _analyzer.Append(part, offset, ref sink);
        else parts.Append(part, offset, ref sink);
    }
}
