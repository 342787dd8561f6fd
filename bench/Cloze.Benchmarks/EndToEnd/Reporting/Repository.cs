namespace Cloze.Benchmarks.EndToEnd.Reporting;

/// <summary>Where the clone stands that this program was built in, and what is beside it.</summary>
internal static class Repository
{
    /// <summary>The folder with the solution.</summary>
    /// <exception cref="ClozeException">The program was taken out of its clone.</exception>
    public static string Root { get; } = FindRoot();

    /// <summary>A path in the clone.</summary>
    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    /// <summary>A file or folder below <c>../shared</c>, or null where it is not there.</summary>
    public static string? Shared(params string[] parts)
    {
        string path = System.IO.Path.GetFullPath(Path(["..", "shared", .. parts]));
        return System.IO.Path.Exists(path) ? path : null;
    }

    /// <summary>The commit checked out, with a word where files were changed since.</summary>
    public static string Commit()
    {
        try
        {
            string commit = ChildProcess.Text("git", ["-C", Root, "rev-parse", "--short=9", "HEAD"]).Trim();
            string[] code = ["src", "bench/Cloze.Benchmarks", "bench/Cloze.Peers"];
            bool changed = ChildProcess.Text("git", ["-C", Root, "status", "--porcelain", "--", .. code]).Trim() != "";
            return changed ? $"{commit} with changes" : commit;
        }
        catch (ClozeException)
        {
            return "unknown";
        }
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Cloze.slnx"))) return folder.FullName;
        }

        throw new ClozeException(
            $"No Cloze.slnx above {AppContext.BaseDirectory}.", "Run the report from a clone of the repository.");
    }
}
