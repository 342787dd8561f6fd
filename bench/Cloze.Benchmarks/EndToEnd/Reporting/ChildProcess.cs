using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Cloze.Benchmarks.EndToEnd.Reporting;

/// <summary>Runs a program to its end and reads what it printed.</summary>
internal static class ChildProcess
{
    /// <summary>The JSON objects on its standard output, a line each.</summary>
    /// <inheritdoc cref="Text"/>
    public static IReadOnlyList<JsonElement> Lines(
        string file,
        IEnumerable<string> words,
        TimeSpan limit,
        IReadOnlyDictionary<string, string>? environment = null) =>
        [.. Text(file, words, limit, environment).Split('\n').Where(line => line.StartsWith('{')).Select(Parse)];

    /// <summary>Its standard output.</summary>
    /// <exception cref="ClozeException">It cannot be started, fails, or runs longer than the limit.</exception>
    public static string Text(
        string file,
        IEnumerable<string> words,
        TimeSpan? limit = null,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(file, words) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            string command = $"{Path.GetFileName(file)} {string.Join(' ', words)}";
            if (!process.WaitForExit(limit ?? Timeout.InfiniteTimeSpan)) throw Stop(process, command, limit!.Value);
            if (process.ExitCode == 0) return output.Result;
            throw new ClozeException(
                $"{command} ended with {process.ExitCode}: {FirstLine(errors.Result)}",
                "Run it alone to see what it says.");
        }
        catch (Win32Exception error)
        {
            throw new ClozeException($"{file} cannot be started: {error.Message}", "Install it, or do without it.");
        }
    }

    private static ClozeException Stop(Process process, string command, TimeSpan limit)
    {
        process.Kill(entireProcessTree: true);
        return new ClozeException(
            FormattableString.Invariant($"{command} was stopped, not at its end after {limit.TotalMinutes:0.##} min."),
            "Give a row more time with --row-minutes N.");
    }

    private static string FirstLine(string errors) => errors.Trim().Split('\n')[0];

    private static JsonElement Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.Clone();
    }
}
