namespace Cloze.Training;

/// <summary>
/// Judges the loss of every step before the step is applied. A loss is a spike when it is above
/// <c>median + max(limit * 1.4826 * MAD, 0.5 nats)</c> of the last 64 losses that were applied, where MAD is the
/// median of their distances from their median and 1.4826 makes it a standard deviation for losses that are normally
/// distributed (Hampel 1974). Of fewer than 32 losses nothing is said.
/// </summary>
/// <remarks>
/// A function of the losses alone, so that a run that goes on from a checkpoint judges as one that was never
/// interrupted. A judgement allocates nothing.
/// </remarks>
internal sealed class LossGuard
{
    /// <summary>How many losses are remembered.</summary>
    public const int Window = 64;

    /// <summary>How many there must be for a spike to be told.</summary>
    public const int Least = 32;

    /// <summary>So many steps in a row that are not applied are no accident.</summary>
    public const int MostInARow = 3;

    private const double DeviationsOfMad = 1.4826;
    private const double LeastRise = 0.5;

    private readonly double _limit;
    private readonly double[] _losses = new double[Window];
    private readonly double[] _sorted = new double[Window];
    private int _count;
    private int _next;

    /// <summary>Begins with nothing known.</summary>
    /// <param name="limit">Standard deviations above the median that a loss may have; 0 tells no spikes.</param>
    public LossGuard(double limit = 0) => _limit = limit;

    /// <summary>Steps in a row, the last one among them, that were not applied.</summary>
    public int InARow { get; private set; }

    /// <summary>What was wrong with the last step.</summary>
    public StepFault Fault { get; private set; }

    /// <summary>The loss of the last step as it was judged: that of all tasks together.</summary>
    public double Loss { get; private set; }

    /// <summary>The loss above which the last step would have been a spike; infinite where none was told.</summary>
    public double Ceiling { get; private set; } = double.PositiveInfinity;

    /// <summary>What the schedule's learning rate is multiplied by.</summary>
    public double RateFactor { get; private set; } = 1;

    /// <summary>How often the run went back to a checkpoint.</summary>
    public int Returns { get; private set; }

    /// <summary>Whether a step with this loss and norm of gradients is to be applied.</summary>
    public bool Accepts(double loss, double norm)
    {
        Loss = loss;
        Ceiling = FindCeiling();
        Fault = !double.IsFinite(loss) || !double.IsFinite(norm) ? StepFault.NotFinite
            : loss > Ceiling ? StepFault.Spike
            : StepFault.None;
        if (Fault != StepFault.None)
        {
            InARow++;
            return false;
        }

        InARow = 0;
        Remember(loss);
        return true;
    }

    /// <summary>What a checkpoint keeps.</summary>
    public GuardState State() => new()
    {
        Losses = [.. Enumerable.Range(0, _count).Select(i => _losses[(_next - _count + i + Window) % Window])],
        InARow = InARow,
        RateFactor = RateFactor,
        Returns = Returns,
    };

    /// <summary>Goes on from what a checkpoint kept.</summary>
    public void Restore(GuardState? state)
    {
        state ??= new GuardState();
        _count = _next = 0;
        foreach (double loss in state.Losses) Remember(loss);
        InARow = Math.Max(0, state.InARow);
        RateFactor = state.RateFactor is > 0 and <= 1 ? state.RateFactor : 1;
        Returns = Math.Max(0, state.Returns);
        Fault = StepFault.None;
    }

    /// <summary>Goes back to a checkpoint, with half the learning rate from there on.</summary>
    public void GoBack(GuardState? state)
    {
        (double factor, int returns) = (RateFactor / 2, Returns + 1);
        Restore(state);
        (InARow, RateFactor, Returns) = (0, factor, returns);
    }

    private void Remember(double loss)
    {
        _losses[_next] = loss;
        _next = (_next + 1) % Window;
        _count = Math.Min(_count + 1, Window);
    }

    private double FindCeiling()
    {
        if (_limit == 0 || _count < Least) return double.PositiveInfinity;
        Span<double> sorted = _sorted.AsSpan(0, _count);
        _losses.AsSpan(0, _count).CopyTo(sorted);
        double median = Median(sorted);
        for (int i = 0; i < sorted.Length; i++) sorted[i] = Math.Abs(sorted[i] - median);
        return median + Math.Max(_limit * DeviationsOfMad * Median(sorted), LeastRise);
    }

    private static double Median(Span<double> values)
    {
        values.Sort();
        int half = values.Length / 2;
        return values.Length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }
}
