using Cloze.Models;

namespace Cloze.Training;

/// <summary>Follows the second task over the steps of a run.</summary>
/// <param name="smoothingSteps">Over how many steps figures are averaged, about.</param>
internal sealed class NextSentenceMeter(int smoothingSteps)
{
    private int _steps;

    /// <summary>How the task stands; null before the first pair.</summary>
    public NextSentenceReport? Report { get; private set; }

    /// <summary>Goes on from where an earlier session of the run stood.</summary>
    public void Restore(NextSentenceReport? report, int steps)
    {
        Report = report;
        _steps = steps;
    }

    /// <summary>Takes a step's losses.</summary>
    public void Add(in BatchLoss loss)
    {
        if (loss.NextSentenceCount == 0) return;
        double weight = 1.0 / Math.Min(++_steps, smoothingSteps);
        NextSentenceReport before = Report ?? default;
        double accuracy = (double)loss.NextSentenceCorrect / loss.NextSentenceCount;
        Report = new NextSentenceReport(
            loss.NextSentence,
            before.SmoothedLoss + (weight * (loss.NextSentence - before.SmoothedLoss)),
            before.SmoothedAccuracy + (weight * (accuracy - before.SmoothedAccuracy)));
    }
}
