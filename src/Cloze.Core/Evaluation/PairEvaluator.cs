using Cloze.Models;
using Cloze.Predictions;
using Cloze.Text;

namespace Cloze.Evaluation;

/// <summary>Measures how often a model holds the right sentence of minimal pairs likelier, in packed batches.</summary>
internal sealed class PairEvaluator : IDisposable
{
    // So many batches are made at once that their last, which is seldom full, does not matter.
    private const int BatchesAtOnce = 16;
    private readonly Tokenizer _tokenizer;
    private readonly SequencePredictor _predictor;
    private readonly int _positions;

    /// <summary>Takes the memory for batches of a size.</summary>
    /// <param name="model">The model, with its head; not disposed with this object.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="batchTokens">Tokens of a batch; the result does not depend on it.</param>
    /// <exception cref="ClozeException">There is not enough memory.</exception>
    public PairEvaluator(EncoderModel model, Tokenizer tokenizer, int batchTokens)
    {
        _tokenizer = tokenizer;
        _positions = model.Config.MaximumPositions;
        _predictor = new SequencePredictor(model, Math.Max(batchTokens, _positions));
    }

    /// <summary>Scores every sentence by both rules.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="progress">Is told now and then how many pairs are done.</param>
    /// <param name="cancellation">Ends it between two batches.</param>
    /// <exception cref="ClozeException">A sentence is longer than the model's positions, or has no token.</exception>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public PairEvaluationResult Evaluate(
        MinimalPairs pairs, Action<int>? progress, CancellationToken cancellation)
    {
        var results = new List<ParadigmResult>(pairs.Paradigms.Count);
        int before = 0;
        foreach (PairParadigm paradigm in pairs.Paradigms)
        {
            int done = before;
            results.Add(Evaluate(paradigm, count => progress?.Invoke(done + count), cancellation));
            before += paradigm.Pairs.Count;
        }

        return new PairEvaluationResult(results);
    }

    /// <inheritdoc/>
    public void Dispose() => _predictor.Dispose();

    private ParadigmResult Evaluate(PairParadigm paradigm, Action<int> progress, CancellationToken cancellation)
    {
        int right = 0, rightWithinWord = 0, count = paradigm.Pairs.Count;
        var open = new List<(SentenceScore Good, SentenceScore Bad)>();
        var sequences = new List<ScoredSequence>();
        long tokens = 0;
        for (int pair = 0; pair < count; pair++)
        {
            open.Add((
                Score(paradigm, pair, paradigm.Pairs[pair].Good), Score(paradigm, pair, paradigm.Pairs[pair].Bad)));
            int first = sequences.Count;
            sequences.AddRange(open[^1].Good.Sequences);
            sequences.AddRange(open[^1].Bad.Sequences);
            for (int i = first; i < sequences.Count; i++) tokens += sequences[i].TokenCount;
            if (tokens < (long)BatchesAtOnce * _predictor.TokenCapacity && pair < count - 1) continue;
            int before = pair + 1 - open.Count;
            Run(sequences, share => progress(before + (int)(share * open.Count)), cancellation);
            right += open.Count(scores => scores.Good.Alone > scores.Bad.Alone);
            rightWithinWord += open.Count(scores => scores.Good.WithinWord > scores.Bad.WithinWord);
            tokens = 0;
            open.Clear();
            sequences.Clear();
        }

        return new ParadigmResult(paradigm.Name, count, (double)right / count, (double)rightWithinWord / count);
    }

    private SentenceScore Score(PairParadigm paradigm, int pair, string sentence)
    {
        Encoding encoding = _tokenizer.Encode(sentence, null, new EncodingOptions { MaximumLength = _positions });
        var likelihood = new PseudoLikelihood(encoding, _tokenizer.Vocabulary);
        if (encoding.TokensCut == 0 && likelihood.Positions.Length > 0) return new SentenceScore(likelihood);
        string what = encoding.TokensCut > 0
            ? $"has {encoding.TokensCut} tokens more than the model's {_positions} positions"
            : "has no token to score";
        throw new ClozeException(
            $"{paradigm.Name}, pair {pair + 1}: a sentence {what}.", "Leave the pair out, or mend it.");
    }

    // Tells after each batch which share of the sequences is done.
    private void Run(List<ScoredSequence> sequences, Action<double> progress, CancellationToken cancellation)
    {
        for (int start = 0; start < sequences.Count;)
        {
            cancellation.ThrowIfCancellationRequested();
            int end = start, room = _predictor.TokenCapacity;
            while (end < sequences.Count && sequences[end].TokenCount <= room) room -= sequences[end++].TokenCount;
            _predictor.Run(sequences.GetRange(start, end - start));
            start = end;
            progress((double)end / sequences.Count);
        }
    }
}
