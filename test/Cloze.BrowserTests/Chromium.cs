namespace Cloze.BrowserTests;

/// <summary>Finds the browser that the machine has; none is downloaded.</summary>
internal static class Chromium
{
    private static readonly string[] s_names = ["chromium", "chromium-browser", "google-chrome", "chrome.exe"];

    /// <summary>What is said where there is none.</summary>
    public const string Missing =
        "missing program: chromium (apt-get install chromium, or name one in CLOZE_CHROMIUM)";

    /// <summary>The path that CLOZE_CHROMIUM names, or of the first browser in PATH; null for none.</summary>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable("CLOZE_CHROMIUM") is { Length: > 0 } named) return named;
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return folders.Where(folder => folder.Length > 0)
            .SelectMany(folder => s_names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
    }
}
