using System.Security.Cryptography;
using System.Text;

namespace Cloze.Fuzz;

/// <summary>Where findings are written: the input to be replayed, and beside it what happened.</summary>
internal sealed class FindingFolder(string path, string format, ulong seed)
{
    /// <summary>Writes a finding and gives the path of its input.</summary>
    public string Write(Finding finding)
    {
        Directory.CreateDirectory(path);
        string kind = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(finding.Kind)))[..12];
        string input = Path.Combine(path, $"{format}-{kind}.input");
        File.WriteAllBytes(input, finding.Input);
        File.WriteAllText(
            Path.ChangeExtension(input, ".txt"),
            $"{finding.Kind}\nformat {format}, seed {seed}, round {finding.Round}\n\n{finding.Details}\n");
        return input;
    }
}
