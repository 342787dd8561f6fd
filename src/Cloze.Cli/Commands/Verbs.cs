using System.CommandLine;
using Cloze.Cli.Hosting;

namespace Cloze.Cli.Commands;

/// <summary>The verbs: a new one is one line here.</summary>
internal static class Verbs
{
    private static readonly (string Name, Func<CliContext, Command> Create, string[] Examples)[] s_all =
    [
        ("train", TrainCommand.Create, TrainCommand.Examples),
        ("fill", FillCommand.Create, FillCommand.Examples),
        ("explain", ExplainCommand.Create, ExplainCommand.Examples),
        ("eval", EvalCommand.Create, EvalCommand.Examples),
        ("tokenize", TokenizeCommand.Create, TokenizeCommand.Examples),
        ("inspect", InspectCommand.Create, InspectCommand.Examples),
        ("bench", BenchCommand.Create, BenchCommand.Examples),
    ];

    private static readonly string[] s_examples =
    [
        "# ten minutes on the reference documentation that the .NET SDK carries",
        "cloze train",
        "cloze train --data notes/ --out my-model --preset mini --minutes 60",
        "cloze fill cloze-model \"Gets or sets the [MASK] of the button.\"",
        "cloze explain cloze-model \"Returns true if both strings are equal.\"",
    ];

    /// <summary>Their names, in the order of the help.</summary>
    public static IEnumerable<string> Names => s_all.Select(verb => verb.Name);

    /// <summary>Every verb, in the order of the help.</summary>
    public static IEnumerable<Command> All(CliContext context) => s_all.Select(verb => verb.Create(context));

    /// <summary>Examples of a verb; of the whole program for any other name.</summary>
    public static string[] Examples(string verb) =>
        s_all.FirstOrDefault(known => known.Name == verb).Examples ?? s_examples;
}
