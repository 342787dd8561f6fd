using System.Runtime.InteropServices;

namespace Cloze.Data;

/// <summary>Finds the documentation of the reference packs of an installed .NET SDK.</summary>
internal static class ReferencePacks
{
    /// <summary>
    /// The files <c>packs/Microsoft.*.Ref/VERSION/ref/net*/*.xml</c> of each pack's newest version, in ordinal order.
    /// </summary>
    /// <exception cref="ClozeException">There are none below the given or any known root.</exception>
    public static IReadOnlyList<string> FindFiles(string? dotnetRoot)
    {
        List<string> roots = dotnetRoot is null ? KnownRoots().Distinct().ToList() : [dotnetRoot];
        foreach (string root in roots)
        {
            List<string> files = FilesBelow(Path.Combine(root, "packs"));
            if (files.Count > 0) return files;
        }

        throw new ClozeException(
            "The default corpus is the .NET reference documentation, but no packs/Microsoft.*.Ref/*/ref/net*/*.xml " +
            $"was found below {string.Join(" or ", roots)}.",
            "Install the .NET SDK (the runtime alone has no packs), or name files of your own as `data`.");
    }

    private static List<string> FilesBelow(string packs)
    {
        try
        {
            return Folders(packs, "Microsoft.*.Ref")
                .Select(pack => Folders(pack, "*").MaxBy(VersionOf))
                .OfType<string>()
                .SelectMany(version => Folders(Path.Combine(version, "ref"), "net*"))
                .SelectMany(framework => Directory.GetFiles(framework, "*.xml"))
                .OrderBy(file => file.Replace('\\', '/'), StringComparer.Ordinal)
                .ToList();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ClozeException($"Cannot list {packs}: {error.Message}", "Check the folder's permissions.", error);
        }
    }

    private static string[] Folders(string parent, string pattern) =>
        Directory.Exists(parent) ? Directory.GetDirectories(parent, pattern) : [];

    /// <summary>
    /// Orders folder names such as <c>10.0.2</c> and <c>10.0.0-rc.1</c>: by number, previews below releases.
    /// </summary>
    private static (Version Number, bool Release, string Name) VersionOf(string folder)
    {
        string name = Path.GetFileName(folder);
        Version? number = Version.TryParse(name.Split('-')[0], out Version? parsed) ? parsed : new Version(0, 0);
        return (number, !name.Contains('-', StringComparison.Ordinal), name);
    }

    private static IEnumerable<string> KnownRoots()
    {
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root) yield return root;

        // The runtime stands in ROOT/shared/Microsoft.NETCore.App/VERSION/.
        yield return Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

        string executable = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        foreach (string folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        {
            var file = new FileInfo(Path.Combine(folder, executable));
            if (!file.Exists) continue;
            string target = file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? file.FullName;
            yield return Path.GetDirectoryName(target)!;
        }
    }
}
