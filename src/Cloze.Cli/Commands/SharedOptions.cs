using System.CommandLine;

namespace Cloze.Cli.Commands;

/// <summary>Arguments and options that several verbs have in common.</summary>
internal static class SharedOptions
{
    public static Argument<string> Model() =>
        new("model") { Description = "Model folder in the Hugging Face layout.", HelpName = "MODEL" };

    public static Argument<string?> Text(string description) =>
        new("text") { Description = description, HelpName = "TEXT", Arity = ArgumentArity.ZeroOrOne };

    public static Option<bool> Json() =>
        new("--json") { Description = "Print the result as JSON, one object or list a line." };

    public static Option<string?> Input() => new("--input")
    {
        Description = "Read many texts, one a line (plain, or JSON with text and optional pair); - is standard input.",
        HelpName = "FILE",
    };

    public static Option<string?> Pair() =>
        new("--pair") { Description = "A second text, as the second segment.", HelpName = "TEXT" };

    public static Option<int> Threads() => new("--threads")
    {
        Description = "Threads to compute with; 0 for one a core.",
        HelpName = "N",
        DefaultValueFactory = _ => 0,
    };
}
