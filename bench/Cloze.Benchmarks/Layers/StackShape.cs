using Cloze.Compute;
using Cloze.Models;
using Cloze.Training;

namespace Cloze.Benchmarks.Layers;

/// <summary>The sizes of a stack of layers and of the batch that passes through it.</summary>
internal sealed record StackShape(string Name, int Layers, int Hidden, int Heads, int Length)
{
    private const int Tokens = 2048;

    /// <summary>Sequences of the batch.</summary>
    public int Sequences => Tokens / Length;

    /// <summary>T.</summary>
    public int TokenCount => Sequences * Length;

    /// <summary>D.</summary>
    public int HeadSize => Hidden / Heads;

    /// <summary>F of a plain feed-forward part.</summary>
    public int Inner => 4 * Hidden;

    /// <summary>F of a gated one, whose three matrices have about the weights of the plain one's two.</summary>
    public int GatedInner => ((2 * Inner) + 24) / 48 * 16;

    /// <summary>Where each sequence begins, and T.</summary>
    public int[] Starts => [.. Enumerable.Range(0, Sequences + 1).Select(sequence => sequence * Length)];

    /// <summary>A preset's sizes.</summary>
    public static StackShape Of(Preset preset, int length)
    {
        EncoderConfig config = PresetSizes.Config(preset, 100, length, 0, 0);
        string name = preset.ToString().ToLowerInvariant();
        return new StackShape(name, config.LayerCount, config.HiddenSize, config.AttentionHeadCount, length);
    }

    /// <summary>Useful operations forward and backward: products with so many weights, and attention.</summary>
    public double Flops(double weights, IEnumerable<AttentionPattern> patterns)
    {
        int[] starts = Starts;
        return (6.0 * TokenCount * weights) + (12.0 * Hidden * patterns.Sum(pattern => pattern.Pairs(starts)));
    }
}
