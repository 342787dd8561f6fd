using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Cloze.Cli.Commands;

namespace Cloze.Cli.Hosting;

/// <summary>The usual help, and below it the verb's examples.</summary>
internal sealed class HelpWithExamples(HelpAction help, CliContext context) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        help.MaxWidth = context.OutputConsole.Profile.Width;
        int code = help.Invoke(parseResult);
        string[] examples = Verbs.Examples(parseResult.CommandResult.Command.Name);
        if (examples.Length == 0) return code;
        TextWriter output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (string example in examples) output.WriteLine($"  {example}");
        output.WriteLine();
        return code;
    }
}
