using Cloze.Compute;
using Cloze.Evaluation;
using Cloze.Inference;
using Cloze.Tests.Models;
using Cloze.Tests.Training;
using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Compute;

/// <summary>
/// Folders that cannot be used leave no memory and no thread behind. Counts of the whole process: alone.
/// </summary>
[Trait("Slow", "Emulated")]
[Collection(nameof(Alone))]
public sealed class LoadingTests : IDisposable
{
    private readonly TinyRun _run = new();

    public static TheoryData<string> Damages => [.. s_damages.Keys];

    private static readonly Dictionary<string, Action<string>> s_damages = new()
    {
        ["no tokenizer"] = folder =>
        {
            File.Delete(Path.Combine(folder, "tokenizer.json"));
            File.Delete(Path.Combine(folder, "vocab.txt"));
        },
        ["no weights"] = folder => File.Delete(Weights(folder)),
        ["cut weights"] = folder => Cut(Weights(folder)),
        ["other sizes"] = folder => Replace(folder, "\"hidden_size\": 8", "\"hidden_size\": 16"),
        ["no integer"] = folder => Replace(folder, "\"hidden_size\": 8", "\"hidden_size\": 8.5"),
        ["huge"] = folder => Replace(
            folder, "\"max_position_embeddings\": 16", "\"max_position_embeddings\": 2000000000"),
        ["one position"] = folder => Replace(
            folder, "\"max_position_embeddings\": 16", "\"max_position_embeddings\": 1"),
        ["foreign names"] = folder => WeightFile.Rename(folder, name => "roberta." + name),
        ["no head"] = folder => WeightFile.Rename(
            folder, name => name.StartsWith("cls.", StringComparison.Ordinal) ? null : name),
        ["fewer rows"] = folder => WeightFile.AddRows(folder, -1),
        ["no folder"] = folder => Directory.Delete(folder, recursive: true),
        ["larger tokenizer"] = folder => Tokenizer.Create(Vocabulary.Create(
            [.. new SpecialTokens().All, .. Enumerable.Range(0, 100).Select(word => $"word{word}")])).Save(folder),
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void A_model_for_answers(string damage) =>
        AssertFailsAndLeavesNothing(damage, folder => MaskedLanguageModel.Load(folder, threads: 3).Dispose());

    [Theory]
    [MemberData(nameof(Damages))]
    public void A_model_for_evaluation(string damage) => AssertFailsAndLeavesNothing(damage, folder =>
    {
        using ModelEvaluation evaluation = ModelEvaluation.Load(folder, threads: 3);
        evaluation.Evaluate(["word1 word2 word99 word98 word97 word96"], TestContext.Current.CancellationToken);
    });

    [Fact]
    public void An_arena_that_nobody_disposed_is_freed_by_the_collector()
    {
        using var backend = new CpuBackend(1);
        int before = HostMemory.LiveBlocks;
        WeakReference forgotten = Forget();
        for (int tries = 0; tries < 10 && HostMemory.LiveBlocks > before; tries++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(forgotten.IsAlive);
        Assert.InRange(HostMemory.LiveBlocks, 0, before);
    }

    public void Dispose() => _run.Dispose();

    private static WeakReference Forget() => new(new HostArena("forgotten", 1 << 20));

    private static string Weights(string folder) => Path.Combine(folder, "model.safetensors");

    private static void Cut(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..^100]);
    }

    private static void Replace(string folder, string old, string replacement)
    {
        string path = Path.Combine(folder, "config.json"), text = File.ReadAllText(path);
        Assert.Contains(old, text);
        File.WriteAllText(path, text.Replace(old, replacement));
    }

    private static int LiveThreads() => OperatingSystem.IsLinux()
        ? Directory.EnumerateDirectories("/proc/self/task").Count(IsWorker)
        : 0;

    private static bool IsWorker(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm")).StartsWith("Cloze worker", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private void AssertFailsAndLeavesNothing(string damage, Action<string> load)
    {
        s_damages[damage](_run.Start);
        int blocks = HostMemory.LiveBlocks, threads = LiveThreads();

        Assert.Throws<ClozeException>(() => load(_run.Start));

        Assert.InRange(HostMemory.LiveBlocks, 0, blocks);

        // The system may list a thread for a moment after it was joined.
        Assert.True(SpinWait.SpinUntil(() => LiveThreads() <= threads, TimeSpan.FromSeconds(10)));
        OpenFiles.AssertNone(_run.Path);
    }
}
