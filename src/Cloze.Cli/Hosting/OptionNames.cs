using System.CommandLine;
using System.Text.RegularExpressions;
using Cloze.Training;

namespace Cloze.Cli.Hosting;

/// <summary>
/// The library names an option by its key between backquotes; a user of the command line knows its flag.
/// </summary>
internal static partial class OptionNames
{
    /// <summary>The text with flags in place of keys; of an option that the verb lacks the bare key.</summary>
    public static string Render(string text, Command verb) => Names().Replace(text, match =>
    {
        string key = match.Groups["key"].Value;
        TrainingOption? option = TrainingOptionTable.TryFind(key);
        string flag = "--" + (option?.Flag ?? key.Replace('_', '-'));
        if (verb.Options.Any(known => known.Name == flag)) return flag;
        return option is null ? match.Value : key;
    });

    [GeneratedRegex("`(?<key>[a-z0-9_]+)`")]
    private static partial Regex Names();
}
