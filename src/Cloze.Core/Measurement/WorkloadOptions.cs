using Cloze.Compute;
using Cloze.Kernels;
using Cloze.Models;
using Cloze.Training;

namespace Cloze.Measurement;

/// <summary>What is measured of a whole model: its sizes, the batch, the threads, and how often.</summary>
internal sealed record WorkloadOptions
{
    /// <summary>The model's sizes and its dropout.</summary>
    public required EncoderConfig Config { get; init; }

    /// <summary>Tokens of each sequence of the batch.</summary>
    public required IReadOnlyList<int> Lengths { get; init; }

    /// <summary>Share of the tokens that are masked.</summary>
    public double MaskRate { get; init; } = 0.15;

    /// <summary>Pieces that stand for the rest of the vocabulary in a training step; 0 computes all.</summary>
    public int SampledPieces { get; init; }

    /// <summary>Threads; 0 for one a processor.</summary>
    public int Threads { get; init; }

    /// <summary>The path through the kernels; null for the default of the machine.</summary>
    public InstructionSet? InstructionSet { get; init; }

    /// <summary>The device, with its own settings, in place of the processor.</summary>
    public EngineOptions? Engine { get; init; }

    /// <summary>Whether a training step computes activations again in place of keeping them.</summary>
    public bool Recompute { get; init; }

    /// <summary>
    /// Whether the operations of one training step more are measured, each by itself: see
    /// <see cref="WorkloadResult.Profile"/>.
    /// </summary>
    public bool Profile { get; init; }

    /// <summary>How often.</summary>
    public RepeatOptions Repeats { get; init; } = new();

    /// <summary>What is measured.</summary>
    /// <exception cref="ClozeException">The device cannot be used.</exception>
    public Backend CreateBackend() => Engine?.Create() ?? new CpuBackend(Threads, InstructionSet);

    /// <summary>A preset's sizes, with room for sequences of 512 tokens or of the longest of the batch.</summary>
    /// <param name="preset">The preset.</param>
    /// <param name="lengths">Tokens of each sequence of the batch, see <see cref="BatchLengths"/>.</param>
    /// <param name="vocabulary">V, above 5.</param>
    /// <param name="dropout">Dropout in training.</param>
    public static WorkloadOptions For(
        Preset preset, IReadOnlyList<int> lengths, int vocabulary = BatchLengths.Vocabulary, float dropout = 0) => new()
        {
            Config = PresetSizes.Config(preset, vocabulary, Math.Max(512, lengths.Max()), dropout, paddingId: 0),
            Lengths = lengths,
        };
}
