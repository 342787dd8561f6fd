namespace Cloze.Fuzz;

/// <summary>
/// Ends the process when an input takes too long: a thread that hangs cannot be stopped. What counts is the process's
/// own time, so that other work on the machine is not taken for a hang; who waits for ever is told by the clock.
/// </summary>
internal sealed class Watchdog
{
    /// <summary>The exit code of a process that hung.</summary>
    public const int Hung = 3;

    private static readonly TimeSpan s_mostComputing = TimeSpan.FromSeconds(5), s_longest = TimeSpan.FromMinutes(2);

    private readonly FindingFolder _folder;
    private readonly Lock _lock = new();
    private (long Since, TimeSpan Computed, uint Round, byte[] Input) _current;

    /// <summary>Begins to watch.</summary>
    public Watchdog(FindingFolder folder)
    {
        _folder = folder;
        new Thread(Watch) { IsBackground = true, Name = "Watchdog" }.Start();
    }

    /// <summary>Notes the input that is tried now.</summary>
    public void Start(uint round, byte[] input)
    {
        TimeSpan computed = Environment.CpuUsage.TotalTime;
        lock (_lock) _current = (Environment.TickCount64, computed, round, input);
    }

    private void Watch()
    {
        while (true)
        {
            Thread.Sleep(500);
            (long since, TimeSpan computed, uint round, byte[]? input) = Current();
            if (input is null || !IsTooLong(since, computed)) continue;
            string path = _folder.Write(new Finding(
                $"hang {Convert.ToHexStringLower(BitConverter.GetBytes(input.Length))} {round}",
                round,
                input,
                $"More than {s_mostComputing.TotalSeconds} s of computing or {s_longest.TotalSeconds} s of waiting."));
            Console.Error.WriteLine($"finding: an input hangs: {path}");
            Environment.Exit(Hung);
        }
    }

    private static bool IsTooLong(long since, TimeSpan computed) =>
        Environment.CpuUsage.TotalTime - computed > s_mostComputing
        || Environment.TickCount64 - since > s_longest.TotalMilliseconds;

    private (long Since, TimeSpan Computed, uint Round, byte[]? Input) Current()
    {
        lock (_lock) return _current;
    }
}
