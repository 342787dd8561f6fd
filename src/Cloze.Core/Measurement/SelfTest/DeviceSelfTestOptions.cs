using Cloze.Compute;

namespace Cloze.Measurement;

/// <summary>What <see cref="DeviceSelfTest"/> compares and times.</summary>
public sealed record DeviceSelfTestOptions
{
    /// <summary>The device that is tested, and in what it computes.</summary>
    public EngineOptions Engine { get; init; } = new() { Device = "cuda" };

    /// <summary>Whether fewer shapes and shorter runs do.</summary>
    public bool Quick { get; init; }

    /// <summary>The one part that is run; null for all.</summary>
    public SelfTestPart? Only { get; init; }

    /// <summary>Whether a CUDA device multiplies by Cloze's own kernels, as where cuBLASLt is missing.</summary>
    public bool OwnProducts { get; init; }

    /// <summary>Seed of the operands and of the further shapes that are drawn.</summary>
    public uint Seed { get; init; } = 1;

    /// <summary>Whether a part is run.</summary>
    internal bool Has(SelfTestPart part) => Only is null || Only == part;

    /// <summary>Whether anything is timed.</summary>
    internal bool HasTimings =>
        Has(SelfTestPart.Timings) || Has(SelfTestPart.ModernTimings) || Has(SelfTestPart.Profile);
}
