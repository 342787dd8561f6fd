using Cloze.Compute;
using Xunit;

namespace Cloze.Tests.Golden;

/// <summary>
/// One small golden model on the path that the library chooses by itself: best, forced, or that of another processor.
/// </summary>
public class GoldenDefaultPathTests
{
    private const string Name = "gelu-new-odd";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void OutputsLossesAndGradientsAgree(int threads)
    {
        using var backend = new CpuBackend(threads);
        using var run = new GoldenRun(Name, backend);
        run.CompareHiddenStates();
        run.CompareLogits();
        run.CompareLossesAndGradients();
        run.Table.WriteAndAssert();
    }
}
