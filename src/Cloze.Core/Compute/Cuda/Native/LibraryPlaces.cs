namespace Cloze.Compute;

/// <summary>
/// Where CUDA's libraries may be: an own folder first, then what the system finds by itself, an installed toolkit,
/// Conda, and the packages of a Python, which are looked up in the file system alone.
/// </summary>
/// <param name="variable">The environment's variables.</param>
/// <param name="folders">The folders of a folder that match a pattern; empty where there is none.</param>
internal sealed class LibraryPlaces(
    Func<string, string?> variable, Func<string, string, IEnumerable<string>> folders)
{
    /// <summary>The variable that names folders to look in first, separated as in PATH.</summary>
    public const string Variable = "CLOZE_CUDA_LIBS";

    // A package of NVIDIA's for Python has its libraries in a folder of its own; newer ones share "cu13".
    private static readonly string[] s_packages = ["cu13", "cu12", "cublas", "cuda_nvrtc"];

    /// <summary>This machine.</summary>
    public static LibraryPlaces Machine { get; } = new(Environment.GetEnvironmentVariable, Folders);

    private static char Separator => Path.PathSeparator;

    /// <summary>The folders to look in, the first to be preferred; "" stands for what the system finds.</summary>
    public IEnumerable<string> All() =>
        Named().Append("").Concat(Toolkits()).Concat(Pythons().SelectMany(Packages)).Distinct();

    private static IEnumerable<string> Folders(string parent, string pattern)
    {
        try
        {
            return Directory.Exists(parent) ? Directory.GetDirectories(parent, pattern).Order() : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private IEnumerable<string> Named() => Split(Variable);

    private IEnumerable<string> Toolkits()
    {
        IEnumerable<string> homes = new[] { "CUDA_PATH", "CUDA_HOME" }.Select(variable).OfType<string>()
            .Concat(folders("/usr/local", "cuda*").Reverse());
        foreach (string home in homes.Where(home => home.Length > 0))
        {
            yield return Path.Combine(home, OperatingSystem.IsWindows() ? "bin" : "lib64");
            yield return Path.Combine(home, "targets", "x86_64-linux", "lib");
        }

        yield return "/usr/lib/wsl/lib";
        if (variable("CONDA_PREFIX") is { Length: > 0 } conda) yield return Path.Combine(conda, "lib");
    }

    // The environment that is active, those that images put below /opt, and the Python that the shell would start.
    private IEnumerable<string> Pythons()
    {
        if (variable("VIRTUAL_ENV") is { Length: > 0 } active) yield return active;
        if (variable("CONDA_PREFIX") is { Length: > 0 } conda) yield return conda;
        foreach (string folder in folders("/opt", "*"))
        {
            yield return Path.Combine(folder, ".venv");
            yield return Path.Combine(folder, "venv");
            yield return folder;
        }

        foreach (string folder in Split("PATH"))
        {
            if (Path.GetDirectoryName(folder) is { Length: > 0 } home) yield return home;
        }
    }

    private IEnumerable<string> Packages(string home) =>
        from version in folders(Path.Combine(home, "lib"), "python3*")
        from site in new[] { "site-packages", "dist-packages" }
        from package in s_packages
        from folder in folders(Path.Combine(version, site, "nvidia"), package)
        select Path.Combine(folder, "lib");

    private IEnumerable<string> Split(string name) =>
        (variable(name) ?? "").Split(Separator, StringSplitOptions.RemoveEmptyEntries);
}
