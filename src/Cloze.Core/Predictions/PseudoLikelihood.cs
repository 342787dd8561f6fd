using System.Runtime.InteropServices;
using Cloze.Text;

namespace Cloze.Predictions;

/// <summary>
/// The pseudo-log-likelihood of a text (Salazar et al. 2020, "Masked Language Model Scoring"): the sum over its tokens
/// of ln P(token | all the others), each masked in turn, so that a text of n tokens is n sequences. The variant within
/// words (Kauf and Ivanova 2023, "A Better Way to Do Masked Language Model Scoring") masks with a token the later
/// pieces of its word too, which would else give it away.
/// </summary>
internal sealed class PseudoLikelihood
{
    private readonly int[] _ids;
    private readonly int[] _types;
    private readonly int _maskId;
    private readonly int[] _wordEnds;

    /// <summary>
    /// Finds what is scored: all tokens but those put round the text, and special ones other than the unknown one.
    /// </summary>
    public PseudoLikelihood(Encoding encoding, Vocabulary vocabulary)
    {
        _ids = ImmutableCollectionsMarshal.AsArray(encoding.InputIds)!;
        _types = ImmutableCollectionsMarshal.AsArray(encoding.TokenTypeIds)!;
        _maskId = vocabulary.MaskId;
        _wordEnds = WordEnds(encoding);
        Positions = [.. Enumerable.Range(0, _ids.Length).Where(position => IsScored(encoding, vocabulary, position))];
    }

    /// <summary>Where the tokens stand that are scored, rising.</summary>
    public int[] Positions { get; }

    /// <summary>The position after the last piece of a token's word.</summary>
    public int WordEnd(int position) => _wordEnds[position];

    /// <summary>The text with a token masked, which is asked for.</summary>
    /// <param name="position">The token.</param>
    /// <param name="withinWord">Whether the later pieces of its word are masked too.</param>
    /// <param name="among">Which words are looked at beside it, and how many are kept.</param>
    public ScoredSequence Mask(int position, bool withinWord, Choice among = default) =>
        new(_ids, _types, position, withinWord ? _wordEnds[position] - position : 1, _maskId, among);

    /// <summary>exp(-mean of the log-probabilities).</summary>
    public static double Perplexity(double logLikelihood, int tokens) => Math.Exp(-logLikelihood / tokens);

    private static bool IsScored(Encoding encoding, Vocabulary vocabulary, int position)
    {
        int id = encoding.InputIds[position];
        return encoding.SpecialTokensMask[position] == 0
            && (!vocabulary.IsSpecial(id) || id == vocabulary.UnknownId);
    }

    private static int[] WordEnds(Encoding encoding)
    {
        var words = encoding.WordIds;
        var texts = encoding.SequenceIds;
        int[] ends = new int[words.Length];
        for (int position = ends.Length - 1; position >= 0; position--)
        {
            int next = position + 1;
            bool goesOn = next < ends.Length
                && words[position] >= 0 && words[position] == words[next] && texts[position] == texts[next];
            ends[position] = goesOn ? ends[next] : next;
        }

        return ends;
    }
}
