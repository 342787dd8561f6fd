using Cloze.Evaluation;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training.Runs;

/// <summary>The course of a run in a bounded number of points.</summary>
public class TrainingCurveTests
{
    [Fact]
    public void EveryStepIsAPointWhileThereIsRoom()
    {
        TrainingCurve curve = Walk(1, 5);
        Assert.Equal([1, 2, 3, 4, 5], curve.Points.Select(point => point.Step));
        Assert.Equal([1.0, 2, 3, 4, 5], curve.Points.Select(point => point.Loss));
    }

    [Theory]
    [InlineData(1023, 1, 1023)]
    [InlineData(1024, 2, 512)]
    [InlineData(5000, 8, 625)]
    [InlineData(100_000, 128, 781)]
    public void ALongRunKeepsItsMeansInFewPoints(int steps, int stride, int points)
    {
        TrainingCurve curve = Walk(1, steps);
        Assert.Equal((stride, points), (curve.Stride, curve.Points.Count));
        Every.Item(curve.Points, point =>
        {
            Assert.Equal(0, point.Step % stride);
            Assert.Equal(point.Step - ((stride - 1) / 2.0), point.Loss, 1e-6);
        });
    }

    [Fact]
    public void AResumedRunForgetsWhatCameAfterItsCheckpoint()
    {
        TrainingCurve killed = Walk(1, 1500);
        killed.Add(Test(700, false));
        killed.Add(Test(1400, false));
        var resumed = new TrainingCurve();
        resumed.Restore(Record(killed), 1000);
        Walk(1001, 1500, resumed);
        Assert.Equal(Walk(1, 1500).Points, resumed.Points);
        Assert.Equal([700], resumed.Tests.Select(test => test.Step));
    }

    [Fact]
    public void AnExtendedRunForgetsTheEndThatItHad()
    {
        TrainingCurve ended = Walk(1, 10);
        ended.Add(Test(5, false));
        ended.Add(Test(10, true));
        var extended = new TrainingCurve();
        extended.Restore(Record(ended), 10);
        Assert.Equal([5], extended.Tests.Select(test => test.Step));
        Assert.Equal(10, extended.Points.Count);
    }

    [Fact]
    public void AStepAllocatesNothing()
    {
        TrainingCurve curve = Walk(1, 2000);
        Assert.Equal(0, SteadyAllocation.Of(() => Walk(2001, 3000, curve)));
    }

    [Fact]
    public void WhatIsNoNumberOfJsonIsZero()
    {
        var curve = new TrainingCurve();
        curve.Add(Step(1) with { GradientNorm = double.PositiveInfinity, TokensPerSecond = double.NaN });
        Assert.Equal((0, 0), (curve.Points[0].GradientNorm, curve.Points[0].TokensPerSecond));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void AnEvaluationThatIsNoNumberOfJsonHasNoPlace(double loss)
    {
        TrainingCurve curve = Walk(1, 10);
        EvaluationReport sound = Test(10, false), lost = Test(5, false);
        curve.Add(lost with { Result = lost.Result with { Loss = loss } });
        curve.Add(sound with
        {
            Result = sound.Result with { NextSentence = new NextSentenceResult(loss, 0.5, 10, 0.5, "ab") },
        });
        CurveTest kept = Assert.Single(curve.Tests);
        Assert.Equal((10, 0), (kept.Step, kept.NextSentence!.Loss));
        Assert.Contains("\"step\": 10", TrainingJson.Write(Record(curve)));
    }

    private static TrainingCurve Walk(int first, int last, TrainingCurve? curve = null)
    {
        curve ??= new TrainingCurve();
        for (int step = first; step <= last; step++) curve.Add(Step(step));
        return curve;
    }

    private static StepReport Step(int step) =>
        new(new RunPosition(step, step, step), 100, step, step, 0.1f, 1, 0.5, 1, 0.5);

    private static EvaluationReport Test(int step, bool isFinal) =>
        new(new RunPosition(step, step, step), new EvaluationResult(1, 0.5, 0.7, 10, "ab"), isFinal);

    private static CurveRecord Record(TrainingCurve curve) => new()
    {
        Options = new TrainingOptions(),
        Corpus = new CorpusSummary(1, 1, 1, 1, 1, 1),
        Baseline = new EvaluationResult(1, 0.5, 0.7, 10, "ab"),
        Stride = curve.Stride,
        Steps = [.. curve.Points],
        Evaluations = [.. curve.Tests],
    };
}
