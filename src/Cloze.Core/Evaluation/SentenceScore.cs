using Cloze.Predictions;

namespace Cloze.Evaluation;

/// <summary>
/// A sentence's pseudo-log-likelihood by both rules. Most of their sequences are the same: they differ only for a
/// piece that has another of its word behind it.
/// </summary>
internal sealed class SentenceScore
{
    private readonly ScoredSequence[] _alone;
    private readonly ScoredSequence[] _withinWord;

    /// <summary>Makes the sequences.</summary>
    public SentenceScore(PseudoLikelihood likelihood)
    {
        int[] positions = likelihood.Positions;
        _alone = Array.ConvertAll(positions, position => likelihood.Mask(position, withinWord: false));
        _withinWord = new ScoredSequence[positions.Length];
        for (int i = 0; i < positions.Length; i++)
        {
            bool isLast = likelihood.WordEnd(positions[i]) == positions[i] + 1;
            _withinWord[i] = isLast ? _alone[i] : likelihood.Mask(positions[i], withinWord: true);
        }
    }

    /// <summary>What the model has to read, each sequence once.</summary>
    public IEnumerable<ScoredSequence> Sequences => _alone.Concat(_withinWord.Except(_alone));

    /// <summary>The sum over the tokens, each masked alone (Salazar et al. 2020), in nats.</summary>
    public double Alone => _alone.Sum(sequence => sequence.LogProbability);

    /// <summary>The same, later pieces of a word masked too (Kauf and Ivanova 2023).</summary>
    public double WithinWord => _withinWord.Sum(sequence => sequence.LogProbability);
}
