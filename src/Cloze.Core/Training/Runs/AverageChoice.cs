using Cloze.Models;

namespace Cloze.Training;

/// <summary>Averaged weights beside the last ones, on the same held-out text.</summary>
internal static class AverageChoice
{
    /// <summary>
    /// Evaluates the model, and the averaged weights where there are any. The better of the two are the model's from
    /// here on, the others in the place of the average.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was cancelled: the model has its last weights.</exception>
    public static (EvaluationReport Better, AverageReport? Report) Take(
        Optimizer optimizer, EncoderModel model, Func<EvaluationReport> evaluate)
    {
        EvaluationReport last = evaluate();
        if (optimizer is not AveragingOptimizer { HasAverage: true } average) return (last, null);
        EvaluationReport? averaged = null;
        average.Swap(model.Parameters);
        try
        {
            averaged = evaluate();
        }
        finally
        {
            if (!(averaged?.Result.Loss < last.Result.Loss)) average.Swap(model.Parameters);
        }

        var report = new AverageReport(average.Horizon, averaged.Result.Loss, last.Result.Loss);
        return (report.IsBetter ? averaged : last, report);
    }

    /// <summary>Does something while the model has the averaged weights; nothing where there are none.</summary>
    public static void Try(Optimizer optimizer, EncoderModel model, Action act)
    {
        if (optimizer is not AveragingOptimizer { HasAverage: true } average) return;
        average.Swap(model.Parameters);
        try
        {
            act();
        }
        finally
        {
            average.Swap(model.Parameters);
        }
    }
}
