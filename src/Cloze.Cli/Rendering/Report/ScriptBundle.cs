using System.Text;
using System.Text.RegularExpressions;

namespace Cloze.Cli.Rendering.Report;

/// <summary>
/// Joins JavaScript modules into one script, as a page that is one file cannot import others. Each becomes a function
/// that returns its exports, so that their names do not meet. It understands what the modules here are written in: an
/// import or export a line, of names alone.
/// </summary>
internal static partial class ScriptBundle
{
    /// <summary>Joins modules, those first that others import.</summary>
    /// <param name="modules">The name of each, the end of the path by which others import it, and its text.</param>
    public static string Join(IEnumerable<(string Name, string Text)> modules)
    {
        var script = new StringBuilder("'use strict';\nconst modules = {};\n");
        foreach ((string name, string text) in modules)
        {
            string[] exports = [.. Exports().Matches(text).Select(match => match.Groups["name"].Value)];
            string body = Imports().Replace(
                text.ReplaceLineEndings("\n"),
                match => $"const {{{match.Groups["names"].Value}}} = modules['{match.Groups["module"].Value}'];");
            body = Exports().Replace(body, match => match.Value["export ".Length..]);
            string names = string.Join(", ", exports);
            script.Append($"modules['{name}'] = (() => {{\n{body}\nreturn {{ {names} }};\n}})();\n");
        }

        return script.ToString();
    }

    [GeneratedRegex(@"^import \{(?<names>[^}]*)\} from '(?:[^']*/)?(?<module>[^'/]+)';$", RegexOptions.Multiline)]
    private static partial Regex Imports();

    [GeneratedRegex(@"^export (?:async )?(?:const|function) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex Exports();
}
