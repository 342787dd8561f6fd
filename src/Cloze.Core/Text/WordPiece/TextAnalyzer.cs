namespace Cloze.Text;

/// <summary>
/// Turns text into tokens the long way, as the reference does it: normaliser, added tokens that are looked for in
/// normalised text, words, pieces, all with their places.
/// </summary>
/// <param name="normalizer">The steps that text goes through first.</param>
/// <param name="model">Splits words.</param>
/// <param name="tokens">Finds added tokens in normalised text.</param>
/// <param name="steps">Parts words; null are BERT's.</param>
internal sealed class TextAnalyzer(
    Normalizer normalizer, TokenModel model, AddedTokenFinder tokens, IReadOnlyList<PreTokenizerStep>? steps = null)
{
    private readonly IReadOnlyList<PreTokenizerStep> _steps = steps ?? [new WordSplitStep(WordSplit.Bert)];

    /// <summary>Finds added tokens in normalised text.</summary>
    public AddedTokenFinder Tokens => tokens;

    /// <summary>Whether it is known at a glance that the normaliser leaves a text as it is.</summary>
    public bool Keeps(ReadOnlySpan<char> text) => normalizer.Keeps(text);

    /// <summary>Appends the tokens of a part of a text that has no raw added token in it.</summary>
    /// <param name="part">The part.</param>
    /// <param name="offset">Where it begins in the text.</param>
    /// <param name="sink">Takes the tokens.</param>
    public void Append<TSink>(ReadOnlySpan<char> part, int offset, ref TSink sink)
        where TSink : struct, ITokenSink, allows ref struct
    {
        AlignedText text = normalizer.Normalize(part, offset);
        ReadOnlySpan<char> characters = text.Characters;
        int covered = 0, position = 0;
        while (tokens.TryFind(characters, covered, ref position, out AddedTokenMatch match))
        {
            AppendWords(text, covered, match.Start, ref sink);
            sink.AddNamed(match.Id, text.Origin(match.Start, match.End), characters[match.Start..match.End]);
            covered = match.End;
        }

        AppendWords(text, covered, characters.Length, ref sink);
    }

    private void AppendWords<TSink>(AlignedText text, int start, int end, ref TSink sink)
        where TSink : struct, ITokenSink, allows ref struct
    {
        var words = new WordList(text, start, end);
        foreach (PreTokenizerStep step in _steps) step.Apply(words);
        foreach ((int from, int to) in words.Words)
        {
            model.Append(words.Text.Characters[from..to], words.Text.Origins[from..to], ref sink);
        }
    }
}
