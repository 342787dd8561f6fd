using System.Diagnostics;
using Cloze.Cli.Hosting;

namespace Cloze.Benchmarks.EndToEnd.Serving;

/// <summary><c>cloze serve</c> in a process of its own.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>What it has in memory, in MiB.</summary>
    public double Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / (double)(1 << 20);
        }
    }

    /// <summary>Starts it and waits until it listens.</summary>
    /// <exception cref="ClozeException">It ended before.</exception>
    public static ServerProcess Start(string folder)
    {
        string[] words =
        [
            typeof(ExitCode).Assembly.Location, "serve", folder,
            "--urls", "http://127.0.0.1:0",
            "--max-queue", "100000",
        ];
        Process process = Process.Start(new ProcessStartInfo("dotnet", words) { RedirectStandardError = true })!;
        string? line = process.StandardError.ReadLine();
        int at = line?.IndexOf("http://", StringComparison.Ordinal) ?? -1;
        if (at < 0) throw new ClozeException($"The server did not start: {line}", "Start it alone to see what it is.");
        _ = PassOnAsync(process.StandardError);
        return new ServerProcess(process, new Uri(line![at..]));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    // A server whose log nobody reads would stop at a full pipe.
    private static async Task PassOnAsync(StreamReader log)
    {
        while (await log.ReadLineAsync() is { } line) Console.Error.WriteLine(line);
    }
}
