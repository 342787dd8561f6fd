using System.CommandLine;
using Cloze.Cli.Hosting;

namespace Cloze.Cli.Commands;

/// <summary>The list of verbs, and the examples their help shows.</summary>
internal static class Verbs
{
    /// <summary>Every verb, in the order of the help.</summary>
    public static IEnumerable<Command> All(CliContext context) =>
    [
        TrainCommand.Create(context),
        FillCommand.Create(context),
        ExplainCommand.Create(context),
        EvalCommand.Create(context),
        TokenizeCommand.Create(context),
        InspectCommand.Create(context),
        BenchCommand.Create(context),
    ];

    /// <summary>Examples of a verb; of the whole program for any other name.</summary>
    public static string[] Examples(string verb) => verb switch
    {
        "train" => TrainCommand.Examples,
        "fill" => FillCommand.Examples,
        "explain" => ExplainCommand.Examples,
        "eval" => EvalCommand.Examples,
        "tokenize" => TokenizeCommand.Examples,
        "inspect" => InspectCommand.Examples,
        "bench" => BenchCommand.Examples,
        _ =>
        [
            "cloze train                                        # the .NET reference documentation, ten minutes",
            "cloze train --data notes/ --out my-model --preset mini --minutes 60",
            "cloze fill cloze-model \"Gets or sets the [MASK] of the button.\"",
            "cloze explain cloze-model \"Returns true if the two strings are equal.\"",
        ],
    };
}
