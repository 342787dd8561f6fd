using System.Diagnostics;

namespace Cloze.Fuzz;

/// <summary>
/// Runs each format in a process of its own for its time. A process that hangs or dies has found something; another
/// goes on with the next seed.
/// </summary>
internal sealed class Campaign(FuzzOptions options)
{
    /// <summary>The number of findings.</summary>
    public int Run() => options.Formats.Sum(Run);

    private int Run(string format)
    {
        var clock = Stopwatch.StartNew();
        int findings = 0;
        for (ulong seed = options.Seed; ; seed++)
        {
            double left = options.Seconds - clock.Elapsed.TotalSeconds;
            if (left <= 0) return findings;
            int code = Start(format, seed, left);
            if (code == 0) return findings;
            findings++;
            if (code == 1) return findings;
            if (code != Watchdog.Hung) KeepLast(format, seed, code);
        }
    }

    private int Start(string format, ulong seed, double seconds)
    {
        string[] arguments =
        [
            "one", format, "--seconds", FormattableString.Invariant($"{seconds}"), "--seed", $"{seed}", "--out",
            options.Output,
        ];
        string program = Environment.ProcessPath!;
        IEnumerable<string> all = Path.GetFileNameWithoutExtension(program) == "dotnet"
            ? arguments.Prepend(typeof(Campaign).Assembly.Location)
            : arguments;
        using var process = Process.Start(new ProcessStartInfo(program, all) { UseShellExecute = false })!;
        process.WaitForExit();
        return process.ExitCode;
    }

    private void KeepLast(string format, ulong seed, int code)
    {
        string last = LastInput(options.Output, format);
        byte[] input = File.Exists(last) ? File.ReadAllBytes(last) : [];
        string path = new FindingFolder(options.Output, format, seed).Write(
            new Finding($"death {code}", 0, input, $"The process ended with code {code}."));
        Console.Error.WriteLine($"finding: the process ended with {code}: {path}");
    }

    /// <summary>Where a process keeps the input that it is about to try.</summary>
    public static string LastInput(string folder, string format) => Path.Combine(folder, $"{format}.last");
}
