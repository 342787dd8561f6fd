namespace Cloze.Cli.Rendering.Training;

/// <summary>The loss over a whole run in few points: when they are full, neighbours merge and steps widen.</summary>
internal sealed class LossHistory
{
    private const int Capacity = 60;
    private const string Blocks = "▁▂▃▄▅▆▇█";
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

    /// <summary>A line of blocks, the first loss to the left; empty before the first point.</summary>
    public string Sparkline()
    {
        if (_points.Count == 0) return "";
        double low = _points.Min(), range = Math.Max(_points.Max() - low, 1e-9);
        return string.Concat(_points.Select(point => Blocks[(int)((point - low) / range * (Blocks.Length - 1))]));
    }

    private void Halve()
    {
        for (int i = 0; i < Capacity / 2; i++) _points[i] = (_points[2 * i] + _points[(2 * i) + 1]) / 2;
        _points.RemoveRange(Capacity / 2, Capacity / 2);
        _stepsOfPoint *= 2;
    }
}
