namespace Cloze.Text;

/// <summary>
/// Turns a text into tokens the long way, as the reference does it: added tokens, normaliser, added tokens again,
/// words, pieces, all with their offsets.
/// </summary>
internal sealed class TextAnalyzer(
    Vocabulary vocabulary,
    Normalizer normalizer,
    WordPieceModel model,
    AddedTokenFinder raw,
    AddedTokenFinder normalized)
{
    /// <summary>The tokens of one text.</summary>
    public TokenList Analyze(string text)
    {
        var analysis = new Analysis(new TokenList(), [], []);
        int covered = 0, position = 0;
        while (raw.TryFind(text, covered, ref position, out AddedTokenMatch match))
        {
            if (covered < match.Start) AnalyzePart(text.AsSpan(covered, match.Start - covered), covered, analysis);
            string token = text[match.Start..match.End];
            analysis.Tokens.Add(match.Id, token, new TextSpan(match.Start, match.End), analysis.NextWord());
            covered = match.End;
        }

        if (covered < text.Length) AnalyzePart(text.AsSpan(covered), covered, analysis);
        return analysis.Tokens;
    }

    /// <summary>The tokens of a part without raw added tokens, ids only.</summary>
    public void AppendIds(ReadOnlySpan<char> part, List<int> ids)
    {
        var analysis = new Analysis(new TokenList(), [], []);
        AnalyzePart(part, 0, analysis);
        ids.AddRange(analysis.Tokens.Ids);
    }

    private void AnalyzePart(ReadOnlySpan<char> part, int offset, Analysis analysis)
    {
        AlignedText text = normalizer.Normalize(part, offset);
        ReadOnlySpan<char> characters = text.Characters;
        int covered = 0, position = 0;
        while (normalized.TryFind(characters, covered, ref position, out AddedTokenMatch match))
        {
            AddWords(text, covered, match.Start, analysis);
            string token = characters[match.Start..match.End].ToString();
            analysis.Tokens.Add(match.Id, token, text.Origin(match.Start, match.End), analysis.NextWord());
            covered = match.End;
        }

        AddWords(text, covered, characters.Length, analysis);
    }

    private void AddWords(AlignedText text, int start, int end, Analysis analysis)
    {
        var words = new WordEnumerator(text.Characters[start..end]);
        while (words.MoveNext()) AddWord(text, start + words.Start, start + words.End, analysis);
    }

    private void AddWord(AlignedText text, int start, int end, Analysis analysis)
    {
        analysis.Ids.Clear();
        analysis.Lengths.Clear();
        model.Append(text.Characters[start..end], analysis.Ids, analysis.Lengths);
        int word = analysis.NextWord();
        foreach ((int id, int length) in analysis.Ids.Zip(analysis.Lengths))
        {
            analysis.Tokens.Add(id, vocabulary[id], text.Origin(start, start + length), word);
            start += length;
        }
    }

    // What one text's analysis carries along: its result, the next word's number, and two lists used again for every
    // word.
    private sealed class Analysis(TokenList tokens, List<int> ids, List<int> lengths)
    {
        private int _words;

        public TokenList Tokens => tokens;

        public List<int> Ids => ids;

        public List<int> Lengths => lengths;

        public int NextWord() => _words++;
    }
}
