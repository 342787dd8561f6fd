using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using Cloze.Cli.Commands;
using Cloze.Corpora;

namespace Cloze.Cli.Hosting;

/// <summary>Parses the arguments, runs the verb and turns every way to fail into a message and an exit code.</summary>
internal static class CommandLine
{
    /// <summary>What is said of a command that was ended before it was done.</summary>
    public const string Interrupted = "interrupted";

    // A word that begins with @ is a word, and no file of more arguments.
    private static readonly ParserConfiguration s_parser = new() { ResponseFileTokenReplacer = null };

    /// <summary>Runs one command line.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments, CliContext context, CancellationToken cancellation)
    {
        // Numbers and messages are the same in every country. Set here, it holds for this call and what it starts.
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        CorpusReaders.Register();
        if (arguments.Length == 0) arguments = ["--help"];
        if (arguments[0] == "help") arguments = [.. arguments[1..], "--help"];
        ParseResult parsed = CreateRoot(context, arguments[0]).Parse(arguments, s_parser);
        context.Verb = parsed.CommandResult.Command;
        if (parsed.Action is not HelpWithExamples && UnknownWord.Find(parsed) is { } unknown)
        {
            Report(context, unknown.Message, unknown.Hint);
            return ExitCode.WrongUsage;
        }

        if (parsed.Errors.Count > 0 && parsed.Action is not HelpWithExamples) return RefuseUsage(parsed, context);
        var configuration = new InvocationConfiguration
        {
            Output = new LineTrimmer(context.Output),
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
            context.Error.WriteLine(Interrupted);
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
            Report(context, $"Not enough memory: {error.Message}", "Choose a smaller model, or free memory.");
            return ExitCode.Failed;
        }
    }

    /// <summary>The whole command line, or of one that begins with a verb what is needed to read it.</summary>
    internal static RootCommand CreateRoot(CliContext context, string? first = null)
    {
        var root = new RootCommand("Cloze: train, adapt and use masked language models, natively in .NET.");
        foreach (Command verb in Verbs.All(context, first)) root.Add(verb);
        foreach (HelpOption option in root.Options.OfType<HelpOption>())
        {
            if (option.Action is HelpAction help) option.Action = new HelpWithExamples(help, context);
        }

        return root;
    }

    private static int RefuseUsage(ParseResult parsed, CliContext context)
    {
        string verb = parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ";
        context.Refuse(
            string.Join(' ', parsed.Errors.Select(error => error.Message)),
            (parsed.UnmatchedTokens.Count > 0 ? "A text of several words stands in quotes. " : "")
                + $"cloze {verb}--help lists what is understood.");
        return ExitCode.WrongUsage;
    }

    private static void Report(CliContext context, string message, string hint) =>
        context.Refuse(context.WithOptions(message), context.WithOptions(hint));
}
