using System.CommandLine;
using Cloze.Compute;

namespace Cloze.Cli.Commands;

/// <summary>The flags that say where a verb computes.</summary>
/// <param name="device">The device where none is given.</param>
internal sealed class EngineFlags(string device = DeviceName.Processor)
{
    private readonly Option<string> _device = SharedOptions.Device(device);
    private readonly Option<ComputePrecision?> _precision = SharedOptions.Precision();
    private readonly Option<int> _threads = SharedOptions.Threads();

    /// <summary>All of them, in the order of the help.</summary>
    public IEnumerable<Option> All => [_device, _precision, _threads];

    /// <summary>What is given.</summary>
    public EngineOptions Read(ParseResult parsed) => new()
    {
        Device = parsed.GetValue(_device)!,
        Precision = parsed.GetValue(_precision) ?? ComputePrecision.Bf16,
        Threads = parsed.GetValue(_threads),
    };
}
