using System.Globalization;
using System.Text.RegularExpressions;

namespace Cloze.Data;

/// <summary>
/// The parts of a store that several processes or machines prepare: a folder each, <c>part-2-of-8</c>, in the store's.
/// </summary>
internal static partial class StoreParts
{
    /// <summary>The most parts.</summary>
    public const int Most = 9999;

    private const int MostNamed = 4;

    /// <summary>The folder of a part; the store's own where there is but one.</summary>
    public static string FolderOf(string store, int part, int parts) =>
        parts == 1 ? store : Path.Combine(store, FormattableString.Invariant($"part-{part}-of-{parts}"));

    /// <summary>Whether a folder is a store, or has parts of one; nothing in it is read.</summary>
    public static bool AreIn(string path) =>
        File.Exists(Path.Combine(path, StoreManifest.FileName)) || Find(path).Any();

    /// <summary>The folders of all parts, in order: one that is a store, or those of its parts.</summary>
    /// <exception cref="ClozeException">
    /// There is no store, a part is missing, or there are parts of two divisions.
    /// </exception>
    public static IReadOnlyList<string> All(string store)
    {
        if (File.Exists(Path.Combine(store, StoreManifest.FileName))) return [store];
        (int Parts, string Name)[] divisions = [.. Find(store).DistinctBy(part => part.Parts)];
        if (divisions.Length == 0)
        {
            throw new ClozeException(
                $"{store} is no store: it has neither {StoreManifest.FileName} nor folders such as part-1-of-2.",
                "Name the folder that `cloze prepare` wrote.");
        }

        if (divisions.Length > 1)
        {
            throw new ClozeException(
                $"{store} holds {string.Join(" and ", divisions.Select(part => part.Name))}, expected parts of one "
                + "division.",
                "Move the parts of the others to another folder, or delete them.");
        }

        int parts = divisions[0].Parts;
        string[] folders = [.. Enumerable.Range(1, parts).Select(part => FolderOf(store, part, parts))];
        int missing = Array.FindIndex(folders, folder => !File.Exists(Path.Combine(folder, StoreManifest.FileName)));
        if (missing < 0) return folders;
        throw new ClozeException(
            $"{store} has parts of a store in {parts} parts, but part {missing + 1} is missing.",
            "Prepare that part, or copy its folder there.");
    }

    /// <summary>Checks that the parts in a folder, if there are any, are of a store in so many parts.</summary>
    /// <param name="store">The folder.</param>
    /// <param name="part">The part that is asked for.</param>
    /// <param name="parts">Of how many.</param>
    /// <exception cref="ClozeException">A part of a store in more or fewer parts is there.</exception>
    public static void RequireDivision(string store, int part, int parts)
    {
        string[] others = [.. Find(store).Where(found => found.Parts != parts).Select(found => found.Name)];
        if (others.Length == 0) return;
        string rest = others.Length > MostNamed ? $" and {others.Length - MostNamed} more" : "";
        throw new ClozeException(
            $"{store} holds {string.Join(", ", others.Take(MostNamed))}{rest}, and part {part} of {parts} is asked "
            + "for.",
            "Ask for a part of the division that is there, or choose another folder as `output`.");
    }

    /// <summary>The folders of parts in a folder: of how many parts each is, and its name.</summary>
    private static IEnumerable<(int Parts, string Name)> Find(string store)
    {
        if (!Directory.Exists(store)) yield break;
        foreach (string folder in Directory.EnumerateDirectories(store, "part-*").Order(StringComparer.Ordinal))
        {
            Match match = Name().Match(Path.GetFileName(folder));
            if (!match.Success || !File.Exists(Path.Combine(folder, StoreManifest.FileName))) continue;
            yield return (int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), match.Value);
        }
    }

    [GeneratedRegex("^part-[1-9][0-9]{0,3}-of-([1-9][0-9]{0,3})$")]
    private static partial Regex Name();
}
