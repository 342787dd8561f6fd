using System.CommandLine;
using System.CommandLine.Parsing;
using Cloze.Training;

namespace Cloze.Cli.Hosting;

/// <summary>
/// Finds a verb that does not exist, and a word that looks like an option and is none of the verb's: the parser would
/// take it for a value of the option before it. Behind <c>--</c> stands text.
/// </summary>
internal static class UnknownWord
{
    /// <summary>Says which word it is and what it was meant to be; null where there is none.</summary>
    public static (string Message, string Hint)? Find(ParseResult parsed) => Option(parsed) ?? Verb(parsed);

    private static (string Message, string Hint)? Verb(ParseResult parsed)
    {
        if (parsed.CommandResult.Command is not RootCommand root) return null;
        if (parsed.UnmatchedTokens.FirstOrDefault() is not { } word) return null;
        string help = "cloze --help lists the verbs.";
        return (
            $"cloze has no verb {word}.",
            Spelling.Nearest(word, root.Subcommands.Select(verb => verb.Name)) is { } guess
                ? $"Did you mean {guess}? {help}"
                : help);
    }

    private static (string Message, string Hint)? Option(ParseResult parsed)
    {
        string? word = parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash)
            .Where(token => token.Type == TokenType.Argument)
            .Select(token => token.Value)
            .FirstOrDefault(value => NameOf(value) is not null);
        if (word is null || NameOf(word) is not { } name) return null;
        Command verb = parsed.CommandResult.Command;
        string verbs = verb is RootCommand ? "cloze" : $"cloze {verb.Name}";
        string help = $"{verbs} --help lists what is understood.";
        return (
            $"{verbs} has no option {name}.",
            Guess(name, verb) is { } guess ? $"Did you mean {guess}? {help}" : help);
    }

    private static string? Guess(string name, Command verb)
    {
        string[] known = [.. verb.Options.Where(option => !option.Hidden).Select(option => option.Name)];
        TrainingOption? byKey = TrainingOptionTable.TryFind(name.TrimStart('-').Replace('-', '_'));
        string? flag = byKey is null ? null : "--" + byKey.Flag;
        return flag is not null && known.Contains(flag) ? flag : Spelling.Nearest(name, known);
    }

    // The name of --name and --name=value; null where the word is neither.
    private static string? NameOf(string word)
    {
        if (!word.StartsWith("--", StringComparison.Ordinal) || word.Length < 3) return null;
        int end = 2;
        while (end < word.Length && (char.IsAsciiLetterOrDigit(word[end]) || word[end] is '_' or '-')) end++;
        return char.IsAsciiLetter(word[2]) && (end == word.Length || word[end] == '=') ? word[..end] : null;
    }
}
