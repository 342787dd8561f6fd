using System.Text.Json.Nodes;
using Cloze.Data;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>
/// A checkpoint is as untrusted as any file: what is wrong with it is said, and nothing else is read. There is no other
/// to fall back on.
/// </summary>
public sealed class DamagedCheckpointTests : IDisposable
{
    private const string StartAgain = "start the run again with `force`.";
    private readonly TinyRun _run = new();

    public DamagedCheckpointTests() => _run.Run(_run.Options(2) with { KeepCheckpoints = 1 });

    private string StatePath => Path.Combine(_run.Output, "training", "state.json");

    [Fact]
    public void An_option_that_differs_is_named_with_both_values()
    {
        ClozeException error = Resume(new TrainingOptions { Seed = 6 });

        Assert.Equal("The run was started with `seed` 5, now `seed` 6 is asked for.", error.Message);
        Assert.Equal(
            "Leave `seed` out to resume the run as it is, or start a new one in another folder as `output`.",
            error.Hint);
    }

    [Fact]
    public void An_option_that_the_run_has_not_is_named()
    {
        ClozeException error = Resume(new TrainingOptions { VocabularySize = 300 });

        Assert.Equal(
            "The run was started without `vocabulary_size`, now `vocabulary_size` 300 is asked for.", error.Message);
    }

    [Fact]
    public void What_decides_bits_may_not_change()
    {
        TrainingOptions[] changes =
        [
            new() { Beta2 = 0.9 }, new() { ClipNorm = 5 }, new() { HeldOut = 0.2 }, new() { Validation = ["a"] },
            new() { Cased = true },
        ];

        Every.Item(changes, change => Assert.StartsWith("The run was started with", Resume(change).Message));
    }

    [Fact]
    public void Paths_that_differ_are_named_in_full()
    {
        ClozeException error = Resume(new TrainingOptions { Data = [_run.Corpus, _run.Start] });

        Assert.Equal(
            $"The run was started with `data` {_run.Corpus}, now `data` {_run.Corpus}, {_run.Start} is asked for.",
            error.Message);
    }

    [Fact]
    public void Options_that_do_not_decide_the_result_may_differ()
    {
        TrainingResult result = _run.Run(new TrainingOptions
        {
            Output = _run.Output,
            Resume = true,
            Seed = 5,
            Data = [_run.Corpus],
            Threads = 3,
            CheckpointMinutes = 9,
        });

        Assert.Equal(2, result.Position.Step);
    }

    [Fact]
    public void An_option_that_an_old_checkpoint_does_not_know_has_its_default()
    {
        Change(state =>
        {
            var options = state["options"]!.AsObject();
            foreach (string key in (string[])["beta2", "clip_norm", "document", "cased", "held_out"])
            {
                options.Remove(key);
            }

            foreach (string key in (string[])["tensors_hash", "guard"]) state.AsObject().Remove(key);
            state["baseline"]!.AsObject().Remove("standard_error");
            state["corpus"]!.AsObject().Remove("files");
        });

        TrainingResult result = _run.Run(new TrainingOptions
        {
            Output = _run.Output,
            Resume = true,
            Beta2 = 0.98,
            ClipNorm = 1,
            Document = DocumentRule.BlankLine,
            Cased = false,
            HeldOut = 0.1,
        });

        Assert.Equal(2, result.Position.Step);
        Assert.Equal(
            "The run was started with `beta2` 0.98, now `beta2` 0.9 is asked for.",
            Resume(new TrainingOptions { Beta2 = 0.9 }).Message);
        Assert.Equal(
            "The run was started without `cased`, now `cased` true is asked for.",
            Resume(new TrainingOptions { Cased = true }).Message);
    }

    [Fact]
    public void A_run_older_than_the_option_of_beta2_goes_on_with_what_it_had()
    {
        Change(state => state["options"]!.AsObject().Remove("beta2"));

        _run.Run(new TrainingOptions { Output = _run.Output, Resume = true, Steps = 4 });

        JsonNode options = ReadState()["options"]!;
        Assert.Equal((4, 0.98), ((int)options["steps"]!, (double)options["beta2"]!));
    }

    [Fact]
    public void A_run_older_than_the_option_of_its_schedule_goes_on_in_a_straight_line()
    {
        Change(state =>
        {
            foreach (string key in (string[])["schedule", "cooldown"]) state["options"]!.AsObject().Remove(key);
        });

        _run.Run(new TrainingOptions { Output = _run.Output, Resume = true, Steps = 4 });

        Assert.Equal("linear", (string)ReadState()["options"]!["schedule"]!);
    }

    [Fact]
    public void A_state_of_another_format_is_of_another_version()
    {
        Change(state => state["format"] = 2);

        ClozeException error = Resume();

        Assert.Equal($"{StatePath} has format 2, expected 1.", error.Message);
        Assert.Equal("Resume with the version of Cloze that wrote it.", error.Hint);
    }

    [Theory]
    [InlineData("../start/model.safetensors")]
    [InlineData("/etc/passwd")]
    [InlineData("..\\state.json")]
    [InlineData("C:state.json")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    public void A_name_may_not_lead_out_of_the_folder(string name)
    {
        string sound = File.ReadAllText(StatePath);
        foreach (string key in (string[])["training", "held_out", "tensors"])
        {
            File.WriteAllText(StatePath, sound);
            Change(state =>
            {
                if (key == "tensors") state[key] = name;
                else state[key]!["file"] = name;
            });

            ClozeException error = Resume();

            Assert.Equal(
                $"{StatePath} names the file \"{name}\", expected the plain name of a file beside it.",
                error.Message);
            Assert.Equal($"The checkpoint was changed by hand; {StartAgain}", error.Hint);
        }
    }

    [Theory]
    [InlineData("training")]
    [InlineData("held_out")]
    public void Tokens_of_another_run_are_refused(string key)
    {
        string file = "", hash = "", zeros = new('0', 64);
        Change(state =>
        {
            file = (string)state[key]!["file"]!;
            hash = (string)state[key]!["hash"]!;
            state[key]!["hash"] = zeros;
        });

        ClozeException error = Resume();

        Assert.Equal(
            $"{InTraining(file)} holds data with the hash {hash}, but the run was started with {zeros}.",
            error.Message);
        Assert.Equal($"Put the run's own file back, or {StartAgain}", error.Hint);
    }

    [Fact]
    public void Tokens_with_a_changed_id_are_refused()
    {
        string path = InTraining((string)ReadState()["training"]!["file"]!);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[130] ^= 1;
        File.WriteAllBytes(path, bytes);

        ClozeException error = Resume();

        Assert.Equal(
            $"{path} is not a token store that can be read: its content does not have the hash in its header.",
            error.Message);
    }

    [Theory]
    [InlineData(7, "it has 7 bytes, expected 8 for the header's length.")]
    [InlineData(100, "bytes, but only 92 follow.")]
    [InlineData(20000, "bytes follow the header.")]
    public void Tensors_that_were_cut_off_are_refused(int size, string finding)
    {
        string path = InTraining((string)ReadState()["tensors"]!);
        byte[] bytes = File.ReadAllBytes(path);
        Assert.True(size < bytes.Length);
        File.WriteAllBytes(path, bytes[..size]);

        ClozeException error = Resume();

        Assert.StartsWith($"{path} is not a sound safetensors file: ", error.Message);
        Assert.EndsWith(finding, error.Message);
    }

    [Theory]
    [InlineData("options")]
    [InlineData("corpus")]
    [InlineData("baseline")]
    [InlineData("training")]
    [InlineData("held_out")]
    [InlineData("tensors")]
    [InlineData("training", "file")]
    [InlineData("held_out", "hash")]
    public void A_state_with_a_null_is_refused(string key, string? inner = null)
    {
        Change(state =>
        {
            if (inner is null) state[key] = null;
            else state[key]![inner] = null;
        });

        ClozeException error = Resume();

        Assert.StartsWith($"{StatePath} is not the state of a training run: ", error.Message);
        Assert.Equal($"The checkpoint is damaged; {StartAgain}", error.Hint);
    }

    [Fact]
    public void A_state_that_was_cut_off_is_refused()
    {
        File.WriteAllText(StatePath, File.ReadAllText(StatePath)[..50]);

        Assert.StartsWith($"{StatePath} is not the state of a training run: ", Resume().Message);
    }

    [Fact]
    public void A_state_that_does_not_have_its_checksum_is_refused()
    {
        string text = File.ReadAllText(StatePath);
        File.WriteAllText(StatePath, text.Replace("\"seed\": 5", "\"seed\": 7", StringComparison.Ordinal));
        Assert.NotEqual(text, File.ReadAllText(StatePath));

        ClozeException error = Resume();

        Assert.Equal(
            $"{StatePath} has not the checksum that stands in it: it was damaged, or changed by hand.", error.Message);
        Assert.Equal($"Put the file back, or {StartAgain}", error.Hint);
    }

    [Fact]
    public void Tensors_with_a_changed_bit_are_refused()
    {
        string path = InTraining((string)ReadState()["tensors"]!);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^9] ^= 1;
        File.WriteAllBytes(path, bytes);

        ClozeException error = Resume();

        Assert.Equal(
            $"{path} has not the content that it was written with: its checksum differs from that in the checkpoint.",
            error.Message);
        Assert.Equal($"Put the file back, or {StartAgain}", error.Hint);
    }

    public void Dispose() => _run.Dispose();

    private ClozeException Resume(TrainingOptions? options = null) => Assert.Throws<ClozeException>(
        () => _run.Run((options ?? new TrainingOptions()) with { Output = _run.Output, Resume = true }));

    private string InTraining(string name) => Path.Combine(_run.Output, "training", name);

    private JsonNode ReadState() => JsonNode.Parse(File.ReadAllText(StatePath))!;

    private void Change(Action<JsonNode> change)
    {
        JsonNode state = ReadState();
        state.AsObject().Remove("checksum");
        change(state);
        File.WriteAllText(StatePath, state.ToJsonString());
    }
}
