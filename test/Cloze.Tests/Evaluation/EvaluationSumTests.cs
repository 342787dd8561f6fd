using Cloze.Evaluation;
using Xunit;

namespace Cloze.Tests.Evaluation;

public sealed class EvaluationSumTests
{
    [Fact]
    public void TheMeanLossHasItsStandardError()
    {
        var sum = new EvaluationSum();
        foreach (double loss in (double[])[1, 2, 3, 6]) sum.Add(loss, rank: 0);
        EvaluationResult result = sum.ToResult("masks");
        Assert.Equal(3, result.Loss);

        // The deviations are -2, -1, 0 and 3: variance 14 / 3, standard error its root over that of 4.
        Assert.Equal(Math.Sqrt(14d / 3 / 4), result.StandardError!.Value, 1e-12);
        Assert.Equal(1.96 * Math.Sqrt(14d / 3 / 4), result.Margin!.Value, 1e-12);
    }

    [Fact]
    public void EqualLossesHaveNoError()
    {
        var sum = new EvaluationSum();
        for (int i = 0; i < 100; i++) sum.Add(0.1, rank: 7);
        Assert.InRange(sum.ToResult("masks").StandardError!.Value, 0, 1e-8);
    }

    [Fact]
    public void OneTokenSaysNothingOfItsError()
    {
        var sum = new EvaluationSum();
        sum.Add(3, rank: 0);
        Assert.Null(sum.ToResult("masks").StandardError);
        Assert.Null(sum.ToResult("masks").Margin);
    }
}
