using System.Runtime.CompilerServices;
using Xunit;

namespace Cloze.Tests;

/// <summary>Finds the golden files and corpora beside the clone; without one its test skips visibly.</summary>
internal static class SharedFiles
{
    /// <summary>The full path of a file or folder below <c>../shared</c>; skips the test where it is missing.</summary>
    public static string Require(string relativePath)
    {
        string path = Path.Combine(Root(), relativePath);
        if (!File.Exists(path) && !Directory.Exists(path)) Assert.Skip($"missing file: ../shared/{relativePath}");
        return path;
    }

    /// <summary>Whether a file or folder below <c>../shared</c> is there, for data of theories.</summary>
    public static bool Exists(string relativePath) =>
        File.Exists(Path.Combine(Root(), relativePath)) || Directory.Exists(Path.Combine(Root(), relativePath));

    private static string Root([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "..", "shared"));
}
