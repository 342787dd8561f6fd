namespace Cloze.Fuzz;

/// <summary>Ends the process when an input takes too long: a thread that hangs cannot be stopped.</summary>
internal sealed class Watchdog
{
    /// <summary>The exit code of a process that hung.</summary>
    public const int Hung = 3;

    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(5);

    private readonly FindingFolder _folder;
    private readonly Lock _lock = new();
    private (long Since, uint Round, byte[] Input) _current;

    /// <summary>Begins to watch.</summary>
    public Watchdog(FindingFolder folder)
    {
        _folder = folder;
        new Thread(Watch) { IsBackground = true, Name = "Watchdog" }.Start();
    }

    /// <summary>Notes the input that is tried now.</summary>
    public void Start(uint round, byte[] input)
    {
        lock (_lock) _current = (Environment.TickCount64, round, input);
    }

    private void Watch()
    {
        while (true)
        {
            Thread.Sleep(500);
            (long since, uint round, byte[]? input) = Current();
            if (input is null || Environment.TickCount64 - since < s_longest.TotalMilliseconds) continue;
            string path = _folder.Write(new Finding(
                $"hang {Convert.ToHexStringLower(BitConverter.GetBytes(input.Length))} {round}",
                round,
                input,
                $"More than {s_longest.TotalSeconds} seconds."));
            Console.Error.WriteLine($"finding: an input hangs: {path}");
            Environment.Exit(Hung);
        }
    }

    private (long Since, uint Round, byte[]? Input) Current()
    {
        lock (_lock) return _current;
    }
}
