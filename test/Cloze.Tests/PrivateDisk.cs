using System.Diagnostics;
using Xunit;

namespace Cloze.Tests;

/// <summary>
/// Runs a shell script that may mount small file systems which nobody else sees: a full disk that is a real one. Skips
/// where the system does not allow it.
/// </summary>
internal static class PrivateDisk
{
    /// <summary>Runs a script with words as $1, $2 ...; what it printed.</summary>
    public static string Run(string script, params string[] words)
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("Mounts of one's own are Linux's.");
        if (Start("true") is not (0, _)) Assert.Skip("unshare is missing, or may not make mounts of its own here.");
        (int code, string printed) = Start(script, words);
        Assert.True(code == 0, printed);
        return printed;
    }

    private static (int Code, string Printed) Start(string script, params string[] words)
    {
        try
        {
            string[] arguments =
                ["--user", "--map-root-user", "--mount", "sh", "-c", "exec 2>&1; " + script, "sh", .. words];
            var start = new ProcessStartInfo("unshare", arguments) { RedirectStandardOutput = true };
            using Process process = Process.Start(start)!;
            string printed = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, printed);
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            return (-1, error.Message);
        }
    }
}
