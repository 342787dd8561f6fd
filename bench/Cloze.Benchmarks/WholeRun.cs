namespace Cloze.Benchmarks;

/// <summary>A run and how whole the machine was beside it.</summary>
/// <param name="Result">What the run gave.</param>
/// <param name="PeakShare">The lower of the peaks before and after it, over the highest so far.</param>
internal sealed record WholeRun<T>(T Result, double PeakShare)
{
    /// <summary>Whether the figure is of the whole machine.</summary>
    public bool IsWhole => PeakShare >= WholeMachine.LeastShare;
}
