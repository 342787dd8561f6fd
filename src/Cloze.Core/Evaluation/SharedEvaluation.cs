using Cloze.Models;

namespace Cloze.Evaluation;

/// <summary>
/// Evaluates many small sets in shared batches, each with the result that it has alone, which comes as soon as its last
/// sequence has been scored, in the sets' order.
/// </summary>
/// <param name="inference">Runs the batches.</param>
internal sealed class SharedEvaluation(EncoderInference inference)
{
    private readonly TokenBatch _batch = new(
        inference.TokenCapacity, inference.SequenceCapacity, inference.TokenCapacity);

    private readonly Queue<OpenEvaluation> _open = [];
    private readonly List<(OpenEvaluation Evaluation, int Masks)> _sequences = [];
    private readonly float[] _losses = new float[inference.TokenCapacity];
    private readonly int[] _ranks = new int[inference.TokenCapacity];
    private int _given;

    /// <summary>Appends a set's sequences; whatever fills a batch is scored.</summary>
    /// <exception cref="ArgumentException">A sequence is longer than a batch.</exception>
    public void Add(EvaluationSet set)
    {
        var evaluation = new OpenEvaluation(set);
        _open.Enqueue(evaluation);
        for (int sequence = 0; sequence < set.SequenceCount; sequence++)
        {
            int masks = _batch.MaskedCount;
            if (!set.TryAdd(sequence, _batch))
            {
                Score();
                masks = 0;
                if (!set.TryAdd(sequence, _batch)) throw new ArgumentException("A sequence is longer than a batch.");
            }

            _sequences.Add((evaluation, _batch.MaskedCount - masks));
        }
    }

    /// <summary>Scores the sequences that wait for a batch to be full.</summary>
    public void Score()
    {
        int masks = _batch.MaskedCount;
        if (masks > 0) inference.Score(_batch, _losses.AsSpan(0, masks), _ranks.AsSpan(0, masks));
        int start = 0;
        foreach ((OpenEvaluation evaluation, int count) in _sequences)
        {
            evaluation.Add(_losses.AsSpan(start, count), _ranks.AsSpan(start, count));
            start += count;
        }

        _sequences.Clear();
        _batch.Clear();
    }

    /// <summary>The results that are known and were not given yet.</summary>
    /// <exception cref="TextException">A set has no token that could be masked.</exception>
    public IEnumerable<EvaluationResult> TakeResults()
    {
        while (_open.TryPeek(out OpenEvaluation? first) && first.IsDone)
        {
            _open.Dequeue();
            yield return Result(first);
            _given++;
        }
    }

    private EvaluationResult Result(OpenEvaluation evaluation)
    {
        try
        {
            return evaluation.ToResult();
        }
        catch (ClozeException error)
        {
            throw new TextException(_given, error);
        }
    }
}
