using System.Runtime.InteropServices;
using Cloze.Kernels;

namespace Cloze.Measurement;

/// <summary>The machine that a figure is from.</summary>
/// <param name="Processor">The processor's name, as the operating system tells it.</param>
/// <param name="Cores">Number of cores this process may use, virtual ones included.</param>
/// <param name="InstructionSet">The path through the kernels: "AVX-512".</param>
/// <param name="MemoryBytes">Memory this process may use.</param>
/// <param name="OperatingSystem">Its name and version, and the processor's architecture.</param>
/// <param name="Runtime">The .NET version.</param>
public sealed record MachineDescription(
    string Processor, int Cores, string InstructionSet, long MemoryBytes, string OperatingSystem, string Runtime)
{
    private const string Unknown = "unknown processor";

    /// <summary>Describes this machine and the path that <see cref="InstructionSets.Default"/> takes on it.</summary>
    /// <exception cref="ClozeException">The environment asks for an instruction set that the machine lacks.</exception>
    public static MachineDescription Current() => new(
        FindProcessor("/proc/cpuinfo", Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")),
        Environment.ProcessorCount,
        InstructionSets.DisplayName(InstructionSets.Default),
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}",
        RuntimeInformation.FrameworkDescription);

    /// <summary>
    /// Linux: "model name" of the file (x86; Arm64's has none). Windows: its environment variable. Elsewhere unknown.
    /// </summary>
    internal static string FindProcessor(string cpuInfo, string? identifier)
    {
        try
        {
            if (!File.Exists(cpuInfo)) return identifier ?? Unknown;
            string? line = File.ReadLines(cpuInfo).FirstOrDefault(
                line => line.StartsWith("model name", StringComparison.Ordinal));
            return line is null ? Unknown : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Unknown;
        }
    }
}
