using Cloze.Compute;

namespace Cloze.Cli.Rendering;

/// <summary>What <c>cloze devices --json</c> prints.</summary>
/// <param name="Processor">The processor's engine.</param>
/// <param name="Cuda">Whether a CUDA device can be used.</param>
/// <param name="Probes">What was looked for, in order.</param>
internal sealed record DevicesJson(string Processor, bool Cuda, IReadOnlyList<LibraryProbe> Probes)
{
    public static DevicesJson From(string processor, IReadOnlyList<LibraryProbe> probes) =>
        new(processor, CudaDevices.IsUsable(probes), probes);
}
