using System.Runtime.InteropServices;

namespace Cloze.Compute;

/// <summary>Looks for a library in many places and says what happened at each; never throws.</summary>
/// <param name="places">The folders to look in.</param>
/// <param name="exists">Whether a file is there.</param>
/// <param name="load">Loads a library; an error's message where it cannot.</param>
internal sealed class LibrarySearch(
    LibraryPlaces places, Func<string, bool> exists, LibrarySearch.Loader load)
{
    /// <summary>Loads the library at a path; 0 and the reason where it cannot.</summary>
    public delegate nint Loader(string path, out string reason);

    /// <summary>This machine.</summary>
    public static LibrarySearch Machine { get; } = new(LibraryPlaces.Machine, File.Exists, Load);

    /// <summary>The first library of these names that loads, newest names first in each folder.</summary>
    /// <param name="what">What it is, for the probes.</param>
    /// <param name="names">File names, the preferred first.</param>
    /// <param name="probes">Takes what happened at each place that has such a file.</param>
    /// <param name="path">Where it was found.</param>
    /// <returns>The library, or 0.</returns>
    public nint Find(string what, IReadOnlyList<string> names, List<LibraryProbe> probes, out string path)
    {
        foreach (string folder in places.All())
        {
            foreach (string name in names)
            {
                path = folder.Length == 0 ? name : Path.Combine(folder, name);
                if (folder.Length > 0 && !exists(path)) continue;
                nint library = load(path, out string reason);
                probes.Add(new LibraryProbe(what, path, library != 0, null, reason));
                if (library != 0) return library;
            }
        }

        path = "";
        return 0;
    }

    /// <summary>Loads what a library in the same folder needs, where it is there.</summary>
    public void LoadBeside(string path, string pattern)
    {
        if (Path.GetDirectoryName(path) is not { Length: > 0 } folder || !Directory.Exists(folder)) return;
        foreach (string file in Directory.GetFiles(folder, pattern)) load(file, out _);
    }

    private static nint Load(string path, out string reason)
    {
        try
        {
            reason = "loaded";
            return NativeLibrary.Load(path);
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            reason = Printable.Line(Reason(path, error.Message));
            return 0;
        }
    }

    // The runtime tries several spellings of the name; a line for each says why, behind one of advice.
    private static string Reason(string path, string message)
    {
        string[] lines = message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string start = path + ": ";
        string? own = lines.FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal));
        return own is null ? lines[^1] : own[start.Length..];
    }
}
