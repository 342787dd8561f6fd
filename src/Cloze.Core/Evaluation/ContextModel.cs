namespace Cloze.Evaluation;

/// <summary>
/// Probabilities of pieces in contexts by absolute discounting (Ney et al. 1994): 0.75 of each count is given to what
/// is known without the context.
/// </summary>
/// <param name="counts">How often each piece stands in each context.</param>
internal sealed class ContextModel(ContextCounts counts)
{
    private const double Discount = 0.75;
    private readonly Dictionary<int, int> _totals = [];

    /// <summary>
    /// The share of probability that the context leaves to what is known without it; 1 where it is new.
    /// </summary>
    public double Rest(int? context) =>
        context is { } known && Total(known) is > 0 and var total
            ? Discount * counts.Pieces(known).Length / total
            : 1;

    /// <summary>The probability that the context itself gives to a piece.</summary>
    public double Own(int? context, int piece) =>
        context is { } known && counts.Count(known, piece) is > 0 and var count
            ? (count - Discount) / Total(known)
            : 0;

    /// <summary>
    /// The sum over all pieces of the product of what two contexts give to each, over the piece's own probability.
    /// </summary>
    /// <param name="context">A context of this model.</param>
    /// <param name="other">Another model.</param>
    /// <param name="otherContext">A context of that.</param>
    /// <param name="logProbability">ln p of a piece.</param>
    public double Overlap(int? context, ContextModel other, int? otherContext, Func<int, double> logProbability)
    {
        if (context is not { } left || otherContext is not { } right) return 0;
        bool isShorter = counts.Pieces(left).Length <= other.Length(right);
        ReadOnlySpan<int> pieces = isShorter ? counts.Pieces(left) : other.Pieces(right);
        double sum = 0;
        foreach (int piece in pieces)
        {
            double both = Own(left, piece) * other.Own(right, piece);
            if (both > 0) sum += both / Math.Exp(logProbability(piece));
        }

        return sum;
    }

    private ReadOnlySpan<int> Pieces(int context) => counts.Pieces(context);

    private int Length(int context) => counts.Pieces(context).Length;

    private int Total(int context)
    {
        if (_totals.TryGetValue(context, out int known)) return known;
        int total = 0;
        foreach (int count in counts.Counts(context)) total += count;
        return _totals[context] = total;
    }
}
