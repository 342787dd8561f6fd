using Cloze.Data;
using Cloze.Predictions;
using Cloze.Text;

namespace Cloze.Evaluation;

/// <summary>
/// The pseudo-likelihood of a fixed sample of a text's sequences: whole ones, drawn evenly, the same every time.
/// </summary>
internal sealed class PseudoSample
{
    private const ulong Seed = 0x436C6F7A65; // "Cloze"
    private readonly List<ScoredSequence> _sequences = [];
    private readonly int _drawn;

    /// <summary>Draws sequences until they have about so many tokens to score.</summary>
    /// <exception cref="ClozeException">The store is damaged.</exception>
    public PseudoSample(TokenStore store, Vocabulary vocabulary, int tokens)
    {
        var order = new SequenceOrder(store.Count, Seed);
        for (long place = 0; place < store.Count && _sequences.Count < tokens; place++)
        {
            int[] ids = new int[store.LengthOf(order[0, place])];
            store.Read(order[0, place], ids);
            Add(ids, vocabulary);
            _drawn++;
        }
    }

    /// <summary>Tokens that the model has to read.</summary>
    public long TokensToRead => _sequences.Sum(sequence => (long)sequence.TokenCount);

    /// <summary>Scores every token.</summary>
    /// <param name="predictor">Runs the model.</param>
    /// <param name="progress">Is told how many tokens the model has read.</param>
    /// <param name="cancellation">Ends it between two batches.</param>
    /// <returns>The result; null where the sample has no token to score.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public PseudoLikelihoodResult? Score(
        SequencePredictor predictor, Action<long> progress, CancellationToken cancellation)
    {
        if (_sequences.Count == 0) return null;
        long read = 0;
        for (int start = 0; start < _sequences.Count;)
        {
            cancellation.ThrowIfCancellationRequested();
            int end = start, room = predictor.TokenCapacity;
            while (end < _sequences.Count && _sequences[end].TokenCount <= room) room -= _sequences[end++].TokenCount;
            predictor.Run(_sequences.GetRange(start, end - start));
            read += predictor.TokenCapacity - room;
            progress(read);
            start = end;
        }

        double sum = _sequences.Sum(sequence => sequence.LogProbability);
        return new PseudoLikelihoodResult(sum / _sequences.Count, _sequences.Count, _drawn);
    }

    private void Add(int[] ids, Vocabulary vocabulary)
    {
        var types = new int[ids.Length];
        for (int position = 0; position < ids.Length; position++)
        {
            if (vocabulary.IsSpecial(ids[position]) && ids[position] != vocabulary.UnknownId) continue;
            _sequences.Add(new ScoredSequence(ids, types, position, 1, vocabulary.MaskId, default));
        }
    }
}
