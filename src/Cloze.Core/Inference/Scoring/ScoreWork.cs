using System.Runtime.InteropServices;
using Cloze.Predictions;
using Cloze.Text;

namespace Cloze.Inference;

/// <summary>A text that is scored: a sequence for each of its tokens.</summary>
internal sealed class ScoreWork : TextWork<TextScore>
{
    private readonly Encoding _encoding;
    private readonly ScoredSequence[] _tokens;
    private readonly ScoredPlace[] _words;
    private readonly int[] _texts;
    private readonly int _maskId;
    private bool _begun;

    /// <summary>Masks each token of a text, and where replacements are wanted each word of several pieces.</summary>
    public ScoreWork(
        Tokenizer tokenizer,
        TextPair text,
        Encoding encoding,
        PseudoLikelihood likelihood,
        ScoreOptions options,
        Choice among)
    {
        _encoding = encoding;
        _maskId = tokenizer.Vocabulary.MaskId;
        _texts = ImmutableCollectionsMarshal.AsArray(encoding.SequenceIds)!;
        _tokens = new ScoredSequence[likelihood.Positions.Length];
        var words = new List<ScoredPlace>(_tokens.Length);
        for (int i = 0; i < _tokens.Length; i++)
        {
            int position = likelihood.Positions[i], end = likelihood.WordEnd(position);
            bool begins = i == 0 || likelihood.WordEnd(likelihood.Positions[i - 1]) <= position;
            bool isWhole = begins && end == position + 1;
            _tokens[i] = likelihood.Mask(position, options.WithinWord, isWhole ? among : default);
            if (!begins) continue;
            words.Add(new ScoredPlace(tokenizer, text, encoding, _texts[position] == 1, position, end));
            if (among.Count > 0) words[^1].Propose(isWhole ? _tokens[i] : null, among);
        }

        _words = [.. words];
    }

    /// <inheritdoc/>
    public override string Operation => "score";

    /// <inheritdoc/>
    public override int TokenCount => _tokens.Length * _encoding.InputIds.Length;

    /// <inheritdoc/>
    public override IReadOnlyList<BatchSequence> NextRound()
    {
        if (_begun) return [];
        _begun = true;
        return [.. _tokens, .. _words.Select(word => word.Masked).OfType<BatchSequence>()];
    }

    /// <inheritdoc/>
    public override TextScore Answer()
    {
        ScoredToken[] tokens = Array.ConvertAll(_tokens, Token);
        double sum = tokens.Sum(token => token.LogProbability);
        return new TextScore(
            sum,
            PseudoLikelihood.Perplexity(sum, tokens.Length),
            tokens,
            Array.ConvertAll(_words, word => word.ToWord(tokens)),
            _encoding.TokensCut)
        {
            Masks = _encoding.InputIds.Count(id => id == _maskId),
        };
    }

    private ScoredToken Token(ScoredSequence sequence)
    {
        int position = sequence.Position;
        TextSpan span = _encoding.Offsets[position];
        return new ScoredToken(
            position,
            _encoding.InputIds[position],
            _encoding.Tokens[position],
            span.Start,
            span.End,
            _texts[position] == 1,
            sequence.LogProbability);
    }
}
