using System.CommandLine.Parsing;
using System.Text.Json;

namespace Cloze.Cli.Commands;

/// <summary>Enumerations on the command line: <c>blank-line</c> for <c>BlankLine</c>.</summary>
internal static class KebabEnum
{
    /// <summary>Parses an option's one token; an unknown word becomes a usage error that lists the known.</summary>
    public static T? Parse<T>(ArgumentResult result)
        where T : struct, Enum
    {
        string word = result.Tokens[0].Value;
        foreach (T value in Enum.GetValues<T>())
        {
            if (Name(value) == word) return value;
        }

        string known = string.Join(", ", Enum.GetValues<T>().Select(Name));
        result.AddError($"'{word}' is not one of: {known}.");
        return null;
    }

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
