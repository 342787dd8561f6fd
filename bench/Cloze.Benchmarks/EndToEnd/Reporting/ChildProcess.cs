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
        string file, IEnumerable<string> words, IReadOnlyDictionary<string, string>? environment = null) =>
        [.. Text(file, words, environment).Split('\n').Where(line => line.StartsWith('{')).Select(Parse)];

    /// <summary>Its standard output.</summary>
    /// <exception cref="ClozeException">It cannot be started, or fails.</exception>
    public static string Text(
        string file, IEnumerable<string> words, IReadOnlyDictionary<string, string>? environment = null)
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
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode == 0) return output;
            string command = $"{Path.GetFileName(file)} {string.Join(' ', words)}";
            throw new ClozeException(
                $"{command} ended with {process.ExitCode}: {FirstLine(errors.Result)}",
                "Run it alone to see what it says.");
        }
        catch (Win32Exception error)
        {
            throw new ClozeException($"{file} cannot be started: {error.Message}", "Install it, or do without it.");
        }
    }

    private static string FirstLine(string errors) => errors.Trim().Split('\n')[0];

    private static JsonElement Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.Clone();
    }
}
