using System.Security.Cryptography;
using Cloze.Tests.Reference;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>What stands in the output folder is replaced only where that was asked for.</summary>
public sealed class OutputFolderTests : IDisposable
{
    private readonly TinyRun _run = new();

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("model.safetensors.index.json")]
    [InlineData("pytorch_model.bin")]
    public void Another_model_is_left_alone(string name)
    {
        Directory.CreateDirectory(_run.Output);
        string path = Path.Combine(_run.Output, name);
        File.WriteAllText(path, "precious");

        ClozeException error = Assert.Throws<ClozeException>(() => _run.Run(_run.Options(1)));

        Assert.Equal($"{_run.Output} holds another model ({name}).", error.Message);
        Assert.Equal("Give `force` to replace it, or another folder as `output`.", error.Hint);
        Assert.Equal([path], Directory.GetFileSystemEntries(_run.Output));
        Assert.Equal("precious", File.ReadAllText(path));
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("vocab.txt")]
    [InlineData("tokenizer.json")]
    [InlineData("tokenizer_config.json")]
    [InlineData("best/model.safetensors")]
    [InlineData("best/config.json")]
    public void Files_of_another_model_are_left_alone_even_without_weights(string name)
    {
        string path = Path.Combine(_run.Output, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "precious");

        ClozeException error = Assert.Throws<ClozeException>(() => _run.Run(_run.Options(1)));

        Assert.Equal($"{_run.Output} holds files of another model ({name}).", error.Message);
        Assert.Equal("Give `force` to replace it, or another folder as `output`.", error.Hint);
        Assert.Equal("precious", File.ReadAllText(path));
        Assert.False(Directory.Exists(Path.Combine(_run.Output, "training")));
        _run.Run(_run.Options(1) with { Force = true });
        Assert.NotEmpty(_run.Weights());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_is_no_folder_to_write_into(bool force)
    {
        File.WriteAllText(_run.Output, "precious");

        ClozeException error = Assert.Throws<ClozeException>(() => _run.Run(_run.Options(1) with { Force = force }));

        Assert.Equal($"{_run.Output} is a file, expected a folder to write the model into.", error.Message);
        Assert.Equal("Choose another name as `output`.", error.Hint);
        Assert.Equal("precious", File.ReadAllText(_run.Output));
    }

    [Fact]
    public void Another_model_is_replaced_by_force()
    {
        Directory.CreateDirectory(_run.Output);
        string path = Path.Combine(_run.Output, "pytorch_model.bin");
        File.WriteAllText(path, "not precious");

        _run.Run(_run.Options(1) with { Force = true });

        Assert.False(File.Exists(path));
        Assert.NotEmpty(_run.Weights());
    }

    [Fact]
    public void A_run_is_left_alone()
    {
        _run.Run(_run.Options(1));
        float[] before = _run.Weights();

        ClozeException error = Assert.Throws<ClozeException>(() => _run.Run(_run.Options(2)));

        Assert.Equal($"{_run.Output} holds a training run.", error.Message);
        Assert.Equal(
            "Give `resume` to go on with it, `force` to replace it, or another folder as `output`.", error.Hint);
        Assert.Equal(before, _run.Weights());
    }

    [Fact]
    public void A_run_is_replaced_by_force()
    {
        _run.Run(_run.Options(1));

        TrainingResult result = _run.Run(_run.Options(2) with { Force = true });

        Assert.Equal(2, result.Position.Step);
    }

    [Fact]
    public void A_run_that_is_not_there_cannot_go_on()
    {
        ClozeException error = Assert.Throws<ClozeException>(
            () => _run.Run(new TrainingOptions { Output = _run.Output, Resume = true }));

        Assert.Equal(
            $"There is no run to resume in {_run.Output}: {Path.Combine("training", "state.json")} is missing.",
            error.Message);
        Assert.Equal("Start it without `resume`, or name the folder of the run as `output`.", error.Hint);
        Assert.False(Directory.Exists(_run.Output));
    }

    [Fact]
    public void A_failed_start_leaves_nothing_behind()
    {
        Assert.Throws<ClozeException>(() => _run.Run(_run.Options(1) with { SequenceLength = 32 }));
        Assert.False(Directory.Exists(_run.Output));
        Assert.Throws<ClozeException>(() => _run.Run(_run.Options(1) with { Data = ["no-such-file.txt"] }));
        Assert.False(Directory.Exists(_run.Output));
        File.WriteAllText(_run.Corpus, "one document");
        Assert.Throws<ClozeException>(() => _run.Run(_run.Options(1)));
        Assert.False(Directory.Exists(_run.Output));
    }

    [Fact]
    public void A_start_that_fails_late_or_is_cancelled_leaves_nothing_behind()
    {
        Directory.CreateDirectory(_run.Output);
        File.WriteAllText(Path.Combine(_run.Output, "notes.md"), "mine");
        using var cancellation = new CancellationTokenSource();
        var observer = new RecordingObserver
        {
            AfterPhase = phase =>
            {
                if (phase == TrainingPhase.Tokens) cancellation.Cancel();
            },
        };
        TrainingOptions options = _run.Options(1) with { From = null, Tokenizer = _run.Start, SequenceLength = 16 };
        Assert.ThrowsAny<OperationCanceledException>(
            () => _run.Run(options, observer, new ReferenceBackend(), cancellation.Token));
        AssertOnlyNotes();
        var backend = new FailingBackend(new IOException("No space left on device"));
        backend.FailAfter(5);
        Assert.Throws<ClozeException>(() => _run.Run(_run.Options(1), null, backend, CancellationToken.None));
        AssertOnlyNotes();
    }

    [Fact]
    public void A_forced_start_that_fails_leaves_the_run_before_as_it_was()
    {
        _run.Run(_run.Options(2));
        Dictionary<string, string> before = Entries();
        var backend = new FailingBackend(new IOException("No space left on device"));
        backend.FailAfter(5);

        Assert.Throws<ClozeException>(
            () => _run.Run(_run.Options(1) with { Force = true }, null, backend, CancellationToken.None));

        Assert.Equal(before, Entries());
        Assert.Equal(3, _run.Run(new TrainingOptions { Output = _run.Output, Resume = true, Steps = 3 }).Position.Step);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_folder_that_a_run_writes_is_refused_to_a_second(bool resume, bool force)
    {
        ClozeException? error = null;
        var observer = new RecordingObserver
        {
            AfterStep = _ => error ??= Assert.Throws<ClozeException>(
                () => _run.Run(_run.Options(3) with { Resume = resume ? true : null, Force = force ? true : null })),
        };

        TrainingResult result = _run.Run(_run.Options(3), observer);

        Assert.Equal(3, result.Position.Step);
        Assert.Equal(
            resume || force
                ? $"{_run.Output} is being written by process {Environment.ProcessId}."
                : $"{_run.Output} holds a training run.",
            error!.Message);
    }

    [Fact]
    public void A_folder_is_claimed_before_the_first_checkpoint()
    {
        ClozeException? error = null;
        var observer = new RecordingObserver
        {
            AfterPhase = _ => error ??= Assert.Throws<ClozeException>(() => _run.Run(_run.Options(3))),
        };

        _run.Run(_run.Options(1), observer);

        Assert.Equal($"{_run.Output} is being written by process {Environment.ProcessId}.", error!.Message);
        Assert.Equal(
            "Wait until that process ends, or stop it; or choose another folder as `output`.", error.Hint);
    }

    public void Dispose() => _run.Dispose();

    private void AssertOnlyNotes() => Assert.Equal(
        [Path.Combine(_run.Output, "notes.md")], Directory.GetFileSystemEntries(_run.Output));

    private Dictionary<string, string> Entries() => Directory
        .EnumerateFiles(_run.Output, "*", SearchOption.AllDirectories)
        .ToDictionary(path => path, path => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))));
}
