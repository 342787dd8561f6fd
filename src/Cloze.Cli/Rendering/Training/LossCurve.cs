namespace Cloze.Cli.Rendering.Training;

/// <summary>
/// The loss over a whole run in few points: when they are full, neighbours merge and steps widen. The fall of the first
/// tenth, far larger than all that follows, is cut off at the top, so that the curve still moves at the end.
/// </summary>
internal sealed class LossCurve
{
    private const int Capacity = 50;
    private const int Eighths = 8;
    private const string Blocks = " ▁▂▃▄▅▆▇█";
    private readonly List<double> _points = [];
    private int _stepsOfPoint = 1;
    private double _sum;
    private int _pending;

    /// <summary>Takes the loss of one step.</summary>
    public void Add(double loss)
    {
        _sum += loss;
        if (++_pending < _stepsOfPoint) return;
        _points.Add(_sum / _pending);
        _sum = _pending = 0;
        if (_points.Count == Capacity) Halve();
    }

    /// <summary>Lines of blocks, the first loss to the left, with the loss at the top and at the bottom.</summary>
    /// <param name="height">How many lines.</param>
    public IReadOnlyList<string> Rows(int height)
    {
        if (_points.Count == 0) return [.. Enumerable.Repeat("", height)];
        double low = _points.Min(), high = Math.Max(_points.Skip(_points.Count / 10).Max(), low);
        string[] rows = [.. Enumerable.Range(0, height).Select(row => Row(height - 1 - row, height, low, high))];
        rows[0] += $" {Numbers.Of(high, "F2")}";
        if (height > 1) rows[^1] += $" {Numbers.Of(low, "F2")}";
        return rows;
    }

    private string Row(int rowsBelow, int height, double low, double high)
    {
        double range = Math.Max(high - low, 1e-9);
        return string.Concat(_points.Select(point =>
        {
            double share = Math.Min((point - low) / range, 1);
            int level = 1 + (int)Math.Round(share * ((height * Eighths) - 1));
            return Blocks[Math.Clamp(level - (rowsBelow * Eighths), 0, Eighths)];
        }));
    }

    private void Halve()
    {
        for (int i = 0; i < Capacity / 2; i++) _points[i] = (_points[2 * i] + _points[(2 * i) + 1]) / 2;
        _points.RemoveRange(Capacity / 2, Capacity / 2);
        _stepsOfPoint *= 2;
    }
}
