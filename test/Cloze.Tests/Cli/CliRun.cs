using System.Text;
using Cloze.Cli.Hosting;
using Cloze.Hub;

namespace Cloze.Tests.Cli;

/// <summary>Runs a command line in this process and keeps what it prints.</summary>
internal sealed record CliRun(int ExitCode, string Output, string Error)
{
    public static Task<CliRun> Of(params string[] arguments) => WithInput("", default, arguments);

    public static Task<CliRun> WithInput(string input, CancellationToken cancellation, params string[] arguments) =>
        WithInput(Encoding.UTF8.GetBytes(input), cancellation, arguments);

    public static async Task<CliRun> WithInput(byte[] input, CancellationToken cancellation, params string[] arguments)
    {
        using var stream = new MemoryStream(input);
        using var output = new StringWriter();
        using var error = new StringWriter();
        var context = new CliContext(stream, output, error) { Hub = Offline };
        int code = await CommandLine.RunAsync(arguments, context, cancellation);
        return new CliRun(code, output.ToString(), error.ToString());
    }

    /// <summary>Interrupts the command as soon as it writes a line with this text to standard error.</summary>
    public static async Task<CliRun> InterruptedAt(string text, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new InterruptedAt(text);
        var context = new CliContext(Stream.Null, output, error) { Hub = Offline };
        int code = await CommandLine.RunAsync(arguments, context, error.Token);
        return new CliRun(code, output.ToString(), error.ToString());
    }

    /// <summary>No model by its name: tests do not use the network.</summary>
    public static HubOptions Offline() => new() { Cache = Path.Combine("no", "cache"), IsOffline = true };

    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
