using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>
/// Kills the real command at random moments, most of them while it writes a checkpoint, and goes on each time: the end
/// is that of a run that was never killed, bit by bit. Ten times, or as often as <c>CLOZE_KILLS</c> says.
/// </summary>
public sealed class KilledRunTests(ITestOutputHelper output) : IDisposable
{
    private const string Variable = "CLOZE_KILLS";
    private const int MostSteps = 4;
    private const int LongestSpin = 2_000_000;

    // So often it is killed while it opens its files, before the first step.
    private const int EarlyEvery = 4;

    private readonly TinyRun _run = new();

    private static int Kills => int.TryParse(
        Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out int kills)
            ? kills
            : 10;

    public void Dispose() => _run.Dispose();

    [Fact]
    public void A_run_killed_at_random_moments_ends_with_the_same_bits()
    {
        int steps = (Kills * MostSteps) + 10;
        string straight = Path.Combine(_run.Path, "straight");
        string killed = Path.Combine(_run.Path, "killed");
        using (var whole = TrainingProcess.Start(TrainingProcess.Options(_run, straight, steps))) Succeed(whole);
        var random = new Random(7);
        int writing = 0, early = 0;

        for (int kill = 0; kill < Kills; kill++)
        {
            using var process = TrainingProcess.Start(Arguments(killed, steps));
            int events = kill % EarlyEvery == 0 ? -1 : random.Next(MostSteps + 1);
            for (int line = 0; line <= events; line++) Assert.NotNull(process.ReadLine());
            Thread.SpinWait(random.Next(events < 0 ? 5 * LongestSpin : LongestSpin));
            process.Kill();
            writing += HasHalfAFile(killed) ? 1 : 0;
            early += HasRun(killed) ? 0 : 1;
        }

        using (var last = TrainingProcess.Start(Arguments(killed, steps))) Succeed(last);
        output.WriteLine(
            $"{Kills} kills, {writing} of them in the midst of a file, {early} before the first checkpoint.");
        Assert.Equal(HashOfModel(straight), HashOfModel(killed));
        Assert.Equal(HashOfTensors(straight), HashOfTensors(killed));
    }

    [Fact]
    public void A_run_killed_whose_newest_checkpoint_is_damaged_ends_with_the_same_bits()
    {
        const int steps = 30;
        string straight = Path.Combine(_run.Path, "straight");
        string killed = Path.Combine(_run.Path, "killed");
        using (var whole = TrainingProcess.Start(TrainingProcess.Options(_run, straight, steps))) Succeed(whole);
        for (int kill = 0; kill < 2; kill++)
        {
            using var process = TrainingProcess.Start(Arguments(killed, steps));
            for (int line = 0; line < 6; line++) Assert.NotNull(process.ReadLine());
            process.Kill();
            Damage(killed);
        }

        using var last = TrainingProcess.Start(Arguments(killed, steps));
        string error = Succeed(last);

        Assert.Contains("A newer checkpoint cannot be used: ", error);
        Assert.Equal(HashOfTensors(straight), HashOfTensors(killed));
    }

    private static string Succeed(TrainingProcess process)
    {
        (int code, string error) = process.Finish();
        Assert.True(code == 0, error);
        return error;
    }

    private static bool HasRun(string folder) => File.Exists(StatePath(folder));

    private static bool HasHalfAFile(string folder) => Directory.Exists(folder)
        && Directory.EnumerateFiles(folder, "*.partial", SearchOption.AllDirectories).Any();

    private static string StatePath(string folder) => Path.Combine(folder, "training", "state.json");

    private static string Hash(string path) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));

    private static string HashOfModel(string folder) => Hash(Path.Combine(folder, "model.safetensors"));

    private static string HashOfTensors(string folder) => Hash(TensorsOf(folder));

    private static string TensorsOf(string folder)
    {
        var state = JsonNode.Parse(File.ReadAllText(StatePath(folder)))!;
        return Path.Combine(folder, "training", (string)state["tensors"]!);
    }

    private static void Damage(string folder)
    {
        string path = TensorsOf(folder);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
    }

    private IEnumerable<string> Arguments(string folder, int steps) =>
        HasRun(folder) ? ["--out", folder, "--resume", "--json"] : TrainingProcess.Options(_run, folder, steps);
}
