using System.CommandLine;
using Cloze.Cli.Hosting;

namespace Cloze.Cli.Commands;

/// <summary>The verbs: a new one is one line here.</summary>
internal static class Verbs
{
    private static readonly Verb[] s_verbs =
    [
        new("train", TrainCommand.Create, () => TrainCommand.Examples),
        new("prepare", PrepareCommand.Create, () => PrepareCommand.Examples),
        new("doctor", DoctorCommand.Create, () => DoctorCommand.Examples),
        new("fill", FillCommand.Create, () => FillCommand.Examples),
        new("score", ScoreCommand.Create, () => ScoreCommand.Examples),
        new("embed", EmbedCommand.Create, () => EmbedCommand.Examples),
        new("explain", ExplainCommand.Create, () => ExplainCommand.Examples),
        new("eval", EvalCommand.Create, () => EvalCommand.Examples),
        new("report", ReportCommand.Create, () => ReportCommand.Examples),
        new("tokenize", TokenizeCommand.Create, () => TokenizeCommand.Examples),
        new("serve", ServeCommand.Create, () => ServeCommand.Examples),
        new("convert", ConvertCommand.Create, () => ConvertCommand.Examples),
        new("export", ExportCommand.Create, () => ExportCommand.Examples),
        new("inspect", InspectCommand.Create, () => InspectCommand.Examples),
        new("devices", DevicesCommand.Create, () => DevicesCommand.Examples),
        new("selftest", SelftestCommand.Create, () => SelftestCommand.Examples),
        new("bench", BenchCommand.Create, () => BenchCommand.Examples),
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
    public static IEnumerable<string> Names => s_verbs.Select(verb => verb.Name);

    /// <summary>Every verb, in the order of the help; for a command line that begins with one, that alone.</summary>
    /// <param name="context">Where they read and write.</param>
    /// <param name="first">The first word of the command line: setting up all verbs takes a while.</param>
    public static IEnumerable<Command> All(CliContext context, string? first = null)
    {
        Verb[] named = Array.FindAll(s_verbs, verb => verb.Name == first);
        return (named.Length > 0 ? named : s_verbs).Select(verb => verb.Create(context));
    }

    /// <summary>Examples of a verb; of the whole program for any other name.</summary>
    public static string[] Examples(string verb) =>
        Array.Find(s_verbs, known => known.Name == verb)?.Examples() ?? s_examples;

    private sealed record Verb(string Name, Func<CliContext, Command> Create, Func<string[]> Examples);
}
