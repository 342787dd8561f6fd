using Cloze.Text;

namespace Cloze.Tests.Text;

/// <summary>
/// A tokenizer's tokens found step by step as the reference finds them, without blocks, tables or caches. The golden
/// lines hold for it too: it is what the fast ways are compared with.
/// </summary>
internal sealed class LongWay
{
    private readonly AddedTokenFinder _tokens;
    private readonly TextAnalyzer _analyzer;

    public LongWay(Tokenizer tokenizer)
    {
        TokenizerDefinition definition = tokenizer.Definition;
        _tokens = new AddedTokenFinder(definition.AddedTokens.Select(token => (token.Content, token)));
        TokenModel model = definition.Model.Create(
            [.. tokenizer.Vocabulary.Pieces], tokenizer.Vocabulary.UnknownId, tokenizer.Options);
        _analyzer = new TextAnalyzer(
            definition.CreateNormalizer(), model, new AddedTokenFinder([]), definition.Composed?.PreTokenizer);
    }

    /// <summary>The tokens of a text; none of the tokenizer's added tokens is looked for in normalised text.</summary>
    public TokenBuffer Tokens(string text)
    {
        var buffer = new TokenBuffer();
        var sink = new PlaceSink(buffer);
        int covered = 0, position = 0;
        while (_tokens.TryFind(text, covered, ref position, out AddedTokenMatch match))
        {
            _analyzer.Append(text.AsSpan(covered, match.Start - covered), covered, ref sink);
            sink.AddNamed(match.Id, new TextSpan(match.Start, match.End), text.AsSpan(match.Start..match.End));
            covered = match.End;
        }

        _analyzer.Append(text.AsSpan(covered), covered, ref sink);
        return buffer;
    }
}
