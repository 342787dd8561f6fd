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

    /// <summary>The folder of a part; the store's own where there is but one.</summary>
    public static string FolderOf(string store, int part, int parts) =>
        parts == 1 ? store : Path.Combine(store, FormattableString.Invariant($"part-{part}-of-{parts}"));

    /// <summary>Whether a folder is a store, or has parts of one; nothing in it is read.</summary>
    public static bool AreIn(string path) =>
        File.Exists(Path.Combine(path, StoreManifest.FileName)) || (Directory.Exists(path) && Find(path) is not null);

    /// <summary>The folders of all parts, in order: one that is a store, or those of its parts.</summary>
    /// <exception cref="ClozeException">There is no store, or a part is missing.</exception>
    public static IReadOnlyList<string> All(string store)
    {
        if (File.Exists(Path.Combine(store, StoreManifest.FileName))) return [store];
        if ((Directory.Exists(store) ? Find(store) : null) is not { } parts)
        {
            throw new ClozeException(
                $"{store} is no store: it has neither {StoreManifest.FileName} nor folders such as part-1-of-2.",
                "Name the folder that `cloze prepare` wrote.");
        }

        string[] folders = [.. Enumerable.Range(1, parts).Select(part => FolderOf(store, part, parts))];
        int missing = Array.FindIndex(folders, folder => !File.Exists(Path.Combine(folder, StoreManifest.FileName)));
        if (missing < 0) return folders;
        throw new ClozeException(
            $"{store} has parts of a store in {parts} parts, but part {missing + 1} is missing.",
            "Prepare that part, or copy its folder there.");
    }

    /// <summary>Of how many parts those in a folder are; null where none is there.</summary>
    private static int? Find(string store)
    {
        foreach (string folder in Directory.EnumerateDirectories(store, "part-*").Order(StringComparer.Ordinal))
        {
            Match match = Name().Match(Path.GetFileName(folder));
            if (match.Success && File.Exists(Path.Combine(folder, StoreManifest.FileName)))
            {
                return int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            }
        }

        return null;
    }

    [GeneratedRegex("^part-[1-9][0-9]{0,3}-of-([1-9][0-9]{0,3})$")]
    private static partial Regex Name();
}
