using Cloze.Models;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

public sealed class NextSentenceMeterTests
{
    [Fact]
    public void The_first_steps_are_averaged_evenly_and_those_without_pairs_left_out()
    {
        var meter = new NextSentenceMeter(smoothingSteps: 100);
        Assert.Null(meter.Report);
        meter.Add(Loss(sum: 4, count: 4, correct: 1));
        meter.Add(new BatchLoss(1, 1, 0, 0));
        meter.Add(Loss(sum: 1, count: 2, correct: 2));
        Assert.Equal(new NextSentenceReport(0.5, 0.75, 0.625), meter.Report);
    }

    [Fact]
    public void A_resumed_run_goes_on_with_what_it_had()
    {
        var straight = new NextSentenceMeter(smoothingSteps: 3);
        var first = new NextSentenceMeter(smoothingSteps: 3);
        for (int i = 0; i < 4; i++) straight.Add(Loss(i, 8, i));
        for (int i = 0; i < 4; i++) first.Add(Loss(i, 8, i));
        var second = new NextSentenceMeter(smoothingSteps: 3);
        second.Restore(first.Report, steps: 4);
        straight.Add(Loss(2, 8, 5));
        second.Add(Loss(2, 8, 5));
        Assert.Equal(straight.Report, second.Report);
    }

    private static BatchLoss Loss(double sum, int count, int correct) =>
        new(1, 1, sum, count) { NextSentenceCorrect = correct };
}
