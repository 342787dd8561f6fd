using System.Text.Json.Nodes;
using Cloze.Tests.Reference;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>The last checkpoints are kept, and a damaged one is said and passed over.</summary>
public sealed class FallBackTests : IDisposable
{
    private const int Steps = 12;
    private const int Stop = 7;

    private readonly TinyRun _run = new();

    private string Training => Path.Combine(_run.Output, "training");

    private string StatePath => Path.Combine(Training, "state.json");

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void As_many_are_kept_as_are_asked_for(int kept)
    {
        Interrupt(kept);

        Assert.Equal(
            Enumerable.Range(0, kept).Select(i => $"tensors-{Stop - i}.safetensors"), Names("tensors-*").Reverse());
        Assert.Equal(
            Enumerable.Range(1, kept - 1).Select(i => $"state-{Stop - i}.json"), Names("state-*").Reverse());
    }

    [Theory]
    [InlineData("bit")]
    [InlineData("cut")]
    [InlineData("gone")]
    public void Damaged_tensors_are_said_and_the_run_goes_on_from_the_checkpoint_before(string damage)
    {
        Interrupt(kept: 3);
        string tensors = Path.Combine(Training, "tensors-7.safetensors");
        Damage(tensors, damage);

        RecordingObserver observer = Resume();

        string message = observer.Messages[0];
        Assert.StartsWith("A newer checkpoint cannot be used: ", message);
        Assert.Contains(tensors, message);
        Assert.EndsWith("The run goes on from that of step 6.", message);
        Assert.Equal(Stop, observer.Steps[0].Position.Step);
        Assert.Equal(Straight(), _run.Weights());
        Assert.DoesNotContain("tensors-7.safetensors", Names("tensors-*"));
    }

    [Theory]
    [InlineData("bit")]
    [InlineData("cut")]
    [InlineData("gone")]
    public void A_damaged_state_is_said_and_the_run_goes_on_from_the_checkpoint_before(string damage)
    {
        Interrupt(kept: 2);
        Damage(StatePath, damage);

        RecordingObserver observer = Resume();

        Assert.StartsWith($"A newer checkpoint cannot be used: {StatePath} ", observer.Messages[0]);
        Assert.Equal(Stop, observer.Steps[0].Position.Step);
        Assert.Equal(Straight(), _run.Weights());
    }

    [Fact]
    public void Two_that_are_damaged_are_both_said()
    {
        Interrupt(kept: 3);
        Damage(StatePath, "cut");
        Damage(Path.Combine(Training, "tensors-6.safetensors"), "bit");

        RecordingObserver observer = Resume();

        Assert.Equal(2, observer.Messages.Count(text => text.StartsWith("A newer checkpoint cannot be used: ")));
        Assert.Equal(6, observer.Steps[0].Position.Step);
        Assert.Equal(Straight(), _run.Weights());
    }

    [Fact]
    public void Where_all_are_damaged_the_newest_is_told_of()
    {
        Interrupt(kept: 2);
        foreach (string name in Names("tensors-*")) Damage(Path.Combine(Training, name), "bit");

        ClozeException error = Assert.Throws<ClozeException>(() => Resume());

        Assert.StartsWith($"None of the 2 checkpoints in {Training} can be used. The newest: ", error.Message);
        Assert.Contains("tensors-7.safetensors has not the content that it was written with", error.Message);
        Assert.Equal("Put the file back, or start the run again with `force`.", error.Hint);
    }

    [Fact]
    public void A_newer_version_is_not_passed_over()
    {
        Interrupt(kept: 2);
        Change(state => state["format"] = 2);

        Assert.Equal(
            $"{StatePath} has format 2, expected 1.", Assert.Throws<ClozeException>(() => Resume()).Message);
    }

    [Fact]
    public void A_folder_with_earlier_checkpoints_alone_holds_a_run()
    {
        Interrupt(kept: 2);
        File.Delete(StatePath);

        ClozeException error = Assert.Throws<ClozeException>(() => _run.Run(_run.Options(1)));

        Assert.Equal($"{_run.Output} holds a training run.", error.Message);
    }

    [Fact]
    public void A_checkpoint_of_an_older_version_is_read_and_goes_on_with_the_same_bits()
    {
        Interrupt(kept: 1);
        File.Move(
            Path.Combine(Training, "tensors-7.safetensors"), Path.Combine(Training, "tensors-a.safetensors"));
        Change(state =>
        {
            state["tensors"] = "tensors-a.safetensors";
            foreach (string key in (string[])["tensors_hash", "guard"]) state.AsObject().Remove(key);
            foreach (string key in (string[])["keep_checkpoints", "on_divergence", "spike_limit"])
            {
                state["options"]!.AsObject().Remove(key);
            }
        });

        Resume();

        Assert.Equal(Straight(), _run.Weights());
        Assert.DoesNotContain("tensors-a.safetensors", Names("tensors-*"));
    }

    private static float[] Straight()
    {
        using var run = new TinyRun();
        run.Run(run.Options(Steps));
        return run.Weights();
    }

    private static void Damage(string path, string how)
    {
        byte[] bytes = File.ReadAllBytes(path);
        if (how == "gone") File.Delete(path);
        else if (how == "cut") File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
        else
        {
            bytes[^70] ^= 1;
            File.WriteAllBytes(path, bytes);
        }
    }

    private IEnumerable<string> Names(string pattern) =>
        Directory.GetFiles(Training, pattern).Select(path => Path.GetFileName(path)).Order();

    private void Change(Action<JsonNode> change)
    {
        JsonNode state = JsonNode.Parse(File.ReadAllText(StatePath))!;
        state.AsObject().Remove("checksum");
        change(state);
        File.WriteAllText(StatePath, state.ToJsonString());
    }

    private void Interrupt(int kept)
    {
        using var interruption = new CancellationTokenSource();
        var observer = new RecordingObserver
        {
            AfterStep = step =>
            {
                if (step == Stop) interruption.Cancel();
            },
        };
        TrainingOptions options = _run.Options(Steps) with { CheckpointMinutes = 1e-9, KeepCheckpoints = kept };
        _run.Run(options, observer, new ReferenceBackend(), interruption.Token);
    }

    private RecordingObserver Resume()
    {
        var observer = new RecordingObserver();
        _run.Run(new TrainingOptions { Output = _run.Output, Resume = true }, observer);
        return observer;
    }
}
