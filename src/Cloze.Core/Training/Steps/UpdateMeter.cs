using Cloze.Compute;
using Cloze.Models;

namespace Cloze.Training;

/// <summary>
/// Measures how far a step moves the weights: the norm of their change over their norm, about 0.001 in a healthy run.
/// It reads the weights before and after the step, whatever optimizer made it, and changes nothing. Of a large model
/// it looks at stretches that are spread evenly.
/// </summary>
/// <param name="model">The model that is trained.</param>
internal sealed class UpdateMeter(EncoderModel model)
{
    /// <summary>The most weights that are looked at: 16 MB.</summary>
    private const int MostWeights = 1 << 22;

    private const int Stretch = 1 << 12;
    private readonly float[] _after = new float[Stretch];
    private float[] _before = [];

    /// <summary>Keeps the weights as they are before the step.</summary>
    public void Begin()
    {
        if (_before.Length == 0) _before = new float[Math.Min(Stretches * Stretch, Length)];
        for (int stretch = 0; stretch < Stretches; stretch++) Read(stretch, Kept(stretch));
    }

    /// <summary>The ratio, after the step.</summary>
    public double End()
    {
        double change = 0, size = 0;
        for (int stretch = 0; stretch < Stretches; stretch++)
        {
            Span<float> before = Kept(stretch);
            Span<float> after = _after.AsSpan(0, before.Length);
            Read(stretch, after);
            for (int i = 0; i < before.Length; i++)
            {
                double moved = after[i] - before[i];
                change += moved * moved;
                size += (double)before[i] * before[i];
            }
        }

        return Math.Sqrt(change / size);
    }

    private int Length => checked((int)model.Layout.Length);

    private int Stretches => (Math.Min(Length, MostWeights) + Stretch - 1) / Stretch;

    private Span<float> Kept(int stretch)
    {
        int first = stretch * Stretch;
        return _before.AsSpan(first, Math.Min(Stretch, _before.Length - first));
    }

    private void Read(int stretch, Span<float> destination)
    {
        nint first = Length <= MostWeights
            ? stretch * Stretch
            : (nint)((long)stretch * (Length - Stretch) / (Stretches - 1));
        Tensor part = model.Parameters.Slice(first, 1, destination.Length);
        model.Backend.Download(part, destination);
    }
}
