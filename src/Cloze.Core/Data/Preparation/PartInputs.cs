using System.Security.Cryptography;
using System.Text;
using Cloze.Files;

namespace Cloze.Data;

/// <summary>Which files belong to which part of a store.</summary>
internal static class PartInputs
{
    /// <summary>
    /// The files of a part: the row of all files is cut into so many stretches of nearly the same size, a file going
    /// where its middle lies, so that the parts one after the other are the whole corpus in its order.
    /// </summary>
    /// <exception cref="ClozeException">The part would have no file.</exception>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> files, int part, int parts)
    {
        if (parts == 1) return files;
        long[] sizes = [.. files.Select(UntrustedFile.Length)];
        long total = sizes.Sum();
        var chosen = new List<string>();
        long before = 0;
        for (int i = 0; i < sizes.Length; i++)
        {
            double middle = before + (sizes[i] / 2.0);
            before += sizes[i];
            if (total > 0 && (int)Math.Min(middle * parts / total, parts - 1) == part - 1) chosen.Add(files[i]);
        }

        if (chosen.Count > 0) return chosen;
        string found = files.Count == 1 ? "1 file" : $"{files.Count} files";
        throw new ClozeException(
            $"Part {part} of {parts} has no file: the corpus has {found}, and a file goes into one part whole.",
            "Cut large files into smaller ones, or ask for fewer parts.");
    }

    /// <summary>
    /// SHA-256 of what parts are cut from, 64 hexadecimal digits: the files' sizes and names, these without their
    /// folders, as machines may keep a corpus in different ones.
    /// </summary>
    public static string HashOf(IReadOnlyList<string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in files)
        {
            string line = FormattableString.Invariant($"{Path.GetFileName(file)}\0{UntrustedFile.Length(file)}\n");
            hash.AppendData(Encoding.UTF8.GetBytes(line));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
