using Cloze.Models;
using Cloze.Tests.Reference;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>A disk that takes nothing more: said, what stands is kept, tried again, and the run goes on.</summary>
public sealed class FullDiskTests : IDisposable
{
    private const int Steps = 40;
    private const string Full = "No space left on device";

    private readonly TinyRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void The_run_goes_on_and_saves_when_there_is_room_again()
    {
        var backend = new FailingBackend(new IOException(Full));
        var observer = new RecordingObserver { AfterStep = step => backend.IsFailing = step is 17 or 18 or 19 };

        TrainingResult result = _run.Run(Saving(), observer, backend, CancellationToken.None);

        Assert.Equal(Steps, result.Position.Step);
        Assert.Equal(
            [.. Enumerable.Range(1, 16), .. Enumerable.Range(20, 21)], observer.Checkpoints);
        string tensors = Path.Combine(_run.Output, "training", "tensors-17.safetensors");
        Assert.Contains(
            $"Cannot write {tensors}: {Full} Training goes on, and the checkpoint is tried again.", observer.Messages);
        Assert.Equal(3, observer.Messages.Count(text => text.EndsWith("the checkpoint is tried again.")));
        Assert.Equal(Straight(), _run.Weights());
    }

    [Fact]
    public void What_stood_before_is_what_a_killed_run_goes_on_from()
    {
        var backend = new FailingBackend(new IOException(Full));
        var observer = new RecordingObserver
        {
            AfterStep = step =>
            {
                backend.IsFailing = step >= 17;
                if (step == 20) throw new KilledException();
            },
        };

        Assert.Throws<KilledException>(() => _run.Run(Saving(), observer, backend, CancellationToken.None));
        var resumed = new RecordingObserver();
        _run.Run(new TrainingOptions { Output = _run.Output, Resume = true }, resumed);

        Assert.Equal(17, resumed.Steps[0].Position.Step);
        Assert.Equal(Straight(), _run.Weights());
    }

    [Fact]
    public void Where_it_is_full_older_checkpoints_make_room()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("The number of the error is another there.");
        const int noSpace = 28;
        var backend = new FailingBackend(new IOException(Full, noSpace));
        var observer = new RecordingObserver
        {
            AfterStep = step =>
            {
                if (step == 17) backend.FailAfter(50);
            },
        };

        _run.Run(Saving() with { KeepCheckpoints = 5 }, observer, backend, CancellationToken.None);

        string tensors = Path.Combine(_run.Output, "training", "tensors-17.safetensors");
        Assert.Contains(
            $"Cannot write {tensors}: {Full} All checkpoints but that of step 16 are given up.", observer.Messages);
        Assert.Equal(Enumerable.Range(1, Steps), observer.Checkpoints);
        Assert.Equal(Straight(), _run.Weights());
    }

    [Fact]
    public void At_the_end_it_is_waited_for()
    {
        var backend = new FailingBackend(new IOException(Full));
        var observer = new RecordingObserver { AfterStep = step => backend.IsFailing = step == Steps };
        int waits = 0;

        Train(backend, observer, wait: _ => backend.IsFailing = ++waits < 4);

        Assert.Equal(4, waits);
        Assert.Single(observer.Messages, text => text.Contains("It is tried again every 10 seconds, 60 times:"));
        Assert.Equal(Straight(), _run.Weights());
    }

    [Fact]
    public void Who_waited_in_vain_is_told_what_stands()
    {
        var backend = new FailingBackend(new IOException(Full));
        var observer = new RecordingObserver { AfterStep = step => backend.IsFailing = step >= Steps - 1 };
        int waits = 0;

        ClozeException error = Assert.Throws<ClozeException>(() => Train(backend, observer, _ => waits++));

        Assert.Equal(59, waits);
        Assert.EndsWith($"{Full} The checkpoint of step 38 stands.", error.Message);
        Assert.Equal("Free some disk space, then give `resume` to go on from there.", error.Hint);
        _run.Run(new TrainingOptions { Output = _run.Output, Resume = true });
        Assert.Equal(Straight(), _run.Weights());
    }

    // The last checkpoint fits on the disk, and its model does not.
    [Fact]
    public void A_model_that_did_not_fit_is_written_when_the_finished_run_is_resumed()
    {
        var backend = new FailingBackend(new IOException(Full));
        var observer = new RecordingObserver { AfterCheckpoint = step => backend.IsFailing = step == Steps };

        ClozeException error = Assert.Throws<ClozeException>(() => Train(backend, observer, _ => { }));

        Assert.EndsWith($"{Full} The checkpoint of step {Steps} stands.", error.Message);
        Assert.NotEqual(Straight(), _run.Weights());
        _run.Run(new TrainingOptions { Output = _run.Output, Resume = true });
        Assert.Equal(Straight(), _run.Weights());
    }

    [Fact]
    public void An_interruption_does_not_wait()
    {
        var backend = new FailingBackend(new IOException(Full));
        using var interruption = new CancellationTokenSource();
        var observer = new RecordingObserver
        {
            AfterStep = step =>
            {
                backend.IsFailing = step >= 17;
                if (step == 20) interruption.Cancel();
            },
        };

        ClozeException error = Assert.Throws<ClozeException>(
            () => _run.Run(Saving(), observer, backend, interruption.Token));

        Assert.EndsWith("The checkpoint of step 16 stands.", error.Message);
    }

    [Fact]
    public void A_folder_that_is_taken_away_costs_the_checkpoints_but_not_the_model()
    {
        string training = Path.Combine(_run.Output, "training");
        var observer = new RecordingObserver
        {
            AfterStep = step =>
            {
                if (step == 17) Directory.Delete(_run.Output, recursive: true);
            },
        };

        TrainingResult result = _run.Run(Saving(), observer);

        Assert.NotNull(result.Evaluation);
        Assert.Contains(
            $"{training} is gone. Training goes on; the model is written anew at its end.", observer.Messages);
        Assert.Contains(
            $"{training} was taken away while the run was writing to it. The model is saved in {_run.Output}; the run "
            + "cannot go on from there.",
            observer.Messages);
        Assert.Equal(Straight(), _run.Weights());
        Assert.True(File.Exists(Path.Combine(_run.Output, "tokenizer.json")));
    }

    [Fact]
    public void A_corpus_that_is_taken_away_is_not_missed_after_the_first_checkpoint()
    {
        float[] straight = Straight();
        using var interruption = new CancellationTokenSource();
        var observer = new RecordingObserver
        {
            AfterStep = step =>
            {
                File.Delete(_run.Corpus);
                if (step == 20) interruption.Cancel();
            },
        };

        _run.Run(Saving(), observer, new ReferenceBackend(), interruption.Token);
        _run.Run(new TrainingOptions { Output = _run.Output, Resume = true });

        Assert.Equal(straight, _run.Weights());
    }

    [Fact]
    public void A_corpus_that_is_taken_away_before_is_told_of()
    {
        var observer = new RecordingObserver { AfterPhase = _ => File.Delete(_run.Corpus) };

        ClozeException error = Assert.Throws<ClozeException>(() => _run.Run(Saving(), observer));

        Assert.Contains(_run.Corpus, error.Message);
        Assert.False(Directory.Exists(_run.Output));
    }

    [Fact]
    public void A_run_that_would_not_fit_is_refused()
    {
        EncoderConfig config = PresetSizes.Config(Preset.Base, 30522, 512, dropout: 0, paddingId: 0);
        var disk = TrainingDisk.Expect(config, ModelOutputs.MaskedLanguageModel, kept: 2);

        ClozeException error = Assert.Throws<ClozeException>(() => disk.RequireFits("out", 2_000_000_000));

        Assert.Equal(
            "The checkpoints of this run need 3.07 GB at least, but the disk of out has 2.00 GB left.", error.Message);
        Assert.Equal(
            "Free some disk space, name a folder on another disk as `output`, or choose a smaller model.", error.Hint);
        disk.RequireFits("out", 3_100_000_000);
        disk.RequireFits("out", null);
        Assert.Equal(
            "The disk of out has 3.10 GB left, and the run takes up to 5.26 GB beside its text: where it is full, "
            + "older checkpoints are given up.",
            disk.Remark("out", 3_100_000_000));
        Assert.Null(disk.Remark("out", null));
        Assert.Null(disk.Remark("out", 6_000_000_000));
    }

    private TrainingOptions Saving() => _run.Options(Steps) with { CheckpointMinutes = 1e-9 };

    private static float[] Straight()
    {
        using var run = new TinyRun();
        run.Run(run.Options(Steps));
        return run.Weights();
    }

    private void Train(FailingBackend backend, ITrainingObserver observer, Action<CancellationToken> wait)
    {
        using RunMaterial material = NewRun.Prepare(Saving(), null, _ => backend, observer, CancellationToken.None);
        using var session = new TrainingSession(material, observer, wait);
        session.Run(CancellationToken.None);
    }

    private sealed class KilledException : Exception;
}
