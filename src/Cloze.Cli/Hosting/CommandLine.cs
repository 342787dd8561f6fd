using System.CommandLine;
using System.CommandLine.Help;
using Cloze.Cli.Commands;

namespace Cloze.Cli.Hosting;

/// <summary>Parses the arguments, runs the verb and turns every way to fail into a message and an exit code.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command line.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments, CliContext context, CancellationToken cancellation)
    {
        ParseResult parsed = CreateRoot(context).Parse(arguments);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpWithExamples) return RefuseUsage(parsed, context);
        var configuration = new InvocationConfiguration
        {
            Output = context.Output,
            Error = context.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            return await parsed.InvokeAsync(configuration, cancellation);
        }
        catch (OperationCanceledException)
        {
            context.Error.WriteLine("interrupted");
            return ExitCode.Interrupted;
        }
        catch (UsageException error)
        {
            Report(context, error.Message, error.Hint);
            return ExitCode.WrongUsage;
        }
        catch (ClozeException error)
        {
            Report(context, error.Message, error.Hint);
            return ExitCode.Failed;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Report(context, error.Message, "Check that the path exists, may be read or written, and has room.");
            return ExitCode.Failed;
        }
        catch (OutOfMemoryException error)
        {
            Report(context, $"Not enough memory: {error.Message}", "Choose a smaller preset or fewer --batch-tokens.");
            return ExitCode.Failed;
        }
    }

    internal static RootCommand CreateRoot(CliContext context)
    {
        var root = new RootCommand("Cloze: train, adapt and use masked language models, natively in .NET.");
        foreach (Command verb in Verbs.All(context)) root.Add(verb);
        foreach (HelpOption option in root.Options.OfType<HelpOption>())
        {
            if (option.Action is HelpAction help) option.Action = new HelpWithExamples(help);
        }

        return root;
    }

    private static int RefuseUsage(ParseResult parsed, CliContext context)
    {
        foreach (var error in parsed.Errors) context.Error.WriteLine($"error: {error.Message}");
        string verb = parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ";
        context.Error.WriteLine($"hint: cloze {verb}--help lists what is understood.");
        return ExitCode.WrongUsage;
    }

    private static void Report(CliContext context, string message, string hint)
    {
        context.Error.WriteLine($"error: {message}");
        context.Error.WriteLine($"hint: {hint}");
    }
}
