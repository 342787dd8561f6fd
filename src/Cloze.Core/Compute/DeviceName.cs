using System.Globalization;

namespace Cloze.Compute;

/// <summary>The names of devices: "cpu", "cuda", "cuda:1".</summary>
public static class DeviceName
{
    /// <summary>The processor's name.</summary>
    public const string Processor = "cpu";

    /// <summary>What a name may be, for messages.</summary>
    public const string Expected = "cpu, cuda or cuda:N";

    private const string Cuda = "cuda";

    /// <summary>Whether a device has such a name; whether it is there, nobody knows.</summary>
    public static bool IsValid(string name) => name == Processor || IndexOf(name) is not null;

    /// <summary>Whether the name is that of a CUDA device.</summary>
    public static bool IsCuda(string name) => IndexOf(name) is not null;

    /// <summary>The number of a CUDA device, from 0; null for the processor.</summary>
    /// <exception cref="ClozeException">The name is that of no kind of device.</exception>
    internal static int? Parse(string name)
    {
        if (name == Processor) return null;
        return IndexOf(name) ?? throw new ClozeException(
            $"`device` is \"{Printable.Line(name)}\", expected {Expected}.",
            "Choose cpu for the processor, cuda for the first CUDA device.");
    }

    private static int? IndexOf(string name)
    {
        if (name == Cuda) return 0;
        bool isNumbered = name.StartsWith(Cuda + ":", StringComparison.Ordinal);
        return isNumbered
            && byte.TryParse(name.AsSpan(Cuda.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out byte n)
                ? n
                : null;
    }
}
