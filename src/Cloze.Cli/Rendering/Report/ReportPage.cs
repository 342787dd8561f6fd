using System.Net;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Cloze.Cli.Hosting;
using Cloze.Training;

namespace Cloze.Cli.Rendering.Report;

/// <summary>
/// A run as one HTML file that needs nothing beside it: styles, scripts and figures stand in it, and a policy keeps it
/// from loading anything else. It shares its look and its charts with the page of <c>cloze serve</c>.
/// </summary>
internal static class ReportPage
{
    private static readonly string[] s_styles = ["base.css", "training.css", "report.css"];
    private static readonly string[] s_modules =
        ["dom.js", "numbers.js", "themes.js", "table.js", "chart.js", "words.js", "manifest.js", "report.js"];

    /// <summary>The page of a run.</summary>
    /// <param name="name">The run's name.</param>
    /// <param name="history">Its course.</param>
    public static string Of(string name, RunHistory history)
    {
        string style = string.Concat(s_styles.Select(Resource));
        string theme = Resource("theme.js");
        string script = ScriptBundle.Join(s_modules.Select(module => (module, Resource(module))));
        return Resource("report.html")
            .Replace("{{policy}}", Policy(style, theme, script))
            .Replace("{{name}}", WebUtility.HtmlEncode(Printable.Line(name)))
            .Replace("{{style}}", style)
            .Replace("{{theme}}", theme)
            .Replace("{{script}}", script)
            .Replace("{{run}}", Data(ReportData.Of(Printable.Line(name), history)));
    }

    // A text of the corpus may hold what ends a script.
    private static string Data(ReportData data) =>
        Json.Line(data).Replace("<", "\\u003c").Replace(">", "\\u003e").Replace("&", "\\u0026");

    private static string Policy(string style, params string[] scripts) =>
        $"default-src 'none'; style-src {Hash(style)}; script-src {string.Join(' ', scripts.Select(Hash))}; "
        + "base-uri 'none'; form-action 'none'";

    private static string Hash(string text) =>
        $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    private static string Resource(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"report/{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
