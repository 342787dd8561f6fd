using System.Text.RegularExpressions;
using Cloze.Measurement;

namespace Cloze.Benchmarks.EndToEnd.Reporting;

/// <summary>The processor in a few words, and as a folder's name.</summary>
internal sealed partial record MachineName(string Description, string Folder)
{
    /// <summary>Of this machine: "AMD EPYC" of family 26 on two cores is <c>epyc-zen5-2c</c>.</summary>
    public static MachineName Current()
    {
        Dictionary<string, string> facts = Facts();
        string name = MachineDescription.Current().Processor;
        string? generation = Generation(facts);
        int cores = Environment.ProcessorCount;
        string words = Other().Replace(Filler().Replace(name.ToLowerInvariant(), " "), "-").Trim('-');
        string?[] parts = [words, generation, $"{cores}c"];
        string folder = string.Join('-', parts.Where(part => part is { Length: > 0 }));
        string family = generation is null ? "" : $" ({generation})";
        return new MachineName($"{name}{family}, {cores} {(cores == 1 ? "core" : "cores")}", folder);
    }

    private static string? Generation(Dictionary<string, string> facts) => facts.GetValueOrDefault("cpu family") switch
    {
        _ when facts.GetValueOrDefault("vendor_id") != "AuthenticAMD" => null,
        "25" when facts.GetValueOrDefault("flags", "").Contains("avx512f", StringComparison.Ordinal) => "zen4",
        "25" => "zen3",
        "26" => "zen5",
        _ => null,
    };

    // The first processor's facts: "name : value" lines, Linux only.
    private static Dictionary<string, string> Facts()
    {
        const string File = "/proc/cpuinfo";
        var facts = new Dictionary<string, string>();
        if (!System.IO.File.Exists(File)) return facts;
        foreach (string line in System.IO.File.ReadLines(File).TakeWhile(line => line.Length > 0))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0) facts[line[..colon].Trim()] = line[(colon + 1)..].Trim();
        }

        return facts;
    }

    [GeneratedRegex(@"\(r\)|\(tm\)|@.*|\b(amd|intel|cpu|processor|core|with .*)\b")]
    private static partial Regex Filler();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Other();
}
