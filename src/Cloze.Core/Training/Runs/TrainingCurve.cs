using Cloze.Evaluation;

namespace Cloze.Training;

/// <summary>
/// The course of a run, in at most 1024 points: when there are as many, two become one, and each from then on stands
/// for twice the steps. Adding a step allocates nothing.
/// </summary>
internal sealed class TrainingCurve
{
    private const int MostPoints = 1024;

    private readonly List<CurvePoint> _points = new(MostPoints);
    private readonly List<CurveTest> _tests = [];
    private int _stride = 1;
    private double _lossSum;
    private int _lossCount;

    /// <summary>The points so far.</summary>
    public IReadOnlyList<CurvePoint> Points => _points;

    /// <summary>The evaluations so far.</summary>
    public IReadOnlyList<CurveTest> Tests => _tests;

    /// <summary>How many steps a point stands for.</summary>
    public int Stride => _stride;

    /// <summary>Goes on with a record up to a step; what the record has beyond it happens anew.</summary>
    public void Restore(CurveRecord record, int step)
    {
        _stride = Math.Max(1, record.Stride);
        _points.AddRange(record.Steps.Where(point => point.Step <= step).Take(MostPoints - 1));
        _tests.AddRange(record.Evaluations.Where(test => test.Step <= step && !test.IsFinal));
    }

    /// <summary>Forgets what is beyond a step; it happens anew.</summary>
    public void GoBack(int step)
    {
        _points.RemoveAll(point => point.Step > step);
        _tests.RemoveAll(test => test.Step > step);
        _lossSum = _lossCount = 0;
    }

    /// <summary>Takes a step.</summary>
    public void Add(in StepReport step)
    {
        _lossSum += step.Loss;
        _lossCount++;
        if (step.Position.Step % _stride != 0) return;
        _points.Add(new CurvePoint(
            step.Position.Step,
            step.Position.Tokens,
            step.Position.Seconds,
            _lossSum / _lossCount,
            step.SmoothedLoss,
            step.LearningRate,
            Finite(step.GradientNorm),
            Finite(step.TokensPerSecond)));
        _lossSum = _lossCount = 0;
        if (_points.Count == MostPoints) Halve();
    }

    /// <summary>Takes an evaluation; one whose loss is no finite number has no place in a curve.</summary>
    public void Add(EvaluationReport report)
    {
        EvaluationResult result = report.Result;
        if (!double.IsFinite(result.Loss)) return;
        _tests.Add(new CurveTest(
            report.Position.Step, result.Loss, result.Top1Accuracy, result.Top5Accuracy, report.IsFinal)
        {
            NextSentence = result.NextSentence is { } pairs ? pairs with { Loss = Finite(pairs.Loss) } : null,
        });
    }

    // JSON has no other numbers.
    private static double Finite(double value) => double.IsFinite(value) ? value : 0;

    private void Halve()
    {
        for (int i = 0; i < MostPoints / 2; i++)
        {
            CurvePoint first = _points[2 * i], second = _points[(2 * i) + 1];
            _points[i] = second with { Loss = (first.Loss + second.Loss) / 2 };
        }

        _points.RemoveRange(MostPoints / 2, MostPoints / 2);
        _stride *= 2;
    }
}
