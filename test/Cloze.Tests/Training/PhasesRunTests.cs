using Cloze.Tests.Reference;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>A run whose sequences grow: short ones first, then the longest.</summary>
public sealed class PhasesRunTests
{
    private const int Steps = 20;

    [Theory]
    [InlineData(7)]
    [InlineData(12)]
    [InlineData(16)]
    public void Interrupted_before_at_and_after_the_change_it_has_the_same_bits(int stop)
    {
        using var straight = new TinyRun();
        straight.Run(Of(straight));
        using var parts = new TinyRun();
        using var interruption = new CancellationTokenSource();
        var observer = new RecordingObserver
        {
            AfterStep = step =>
            {
                if (step == stop) interruption.Cancel();
            },
        };

        parts.Run(Of(parts), observer, new ReferenceBackend(), interruption.Token);
        parts.Run(new TrainingOptions { Output = parts.Output, Resume = true });

        CheckpointContent.AssertSame(straight, parts);
    }

    [Fact]
    public void The_short_phase_reads_the_corpus_in_shorter_sequences()
    {
        using var run = new TinyRun();
        using var whole = new TinyRun();
        var phased = new RecordingObserver();
        var plain = new RecordingObserver();

        run.Run(Of(run), phased);
        whole.Run(Long(whole) with { SequenceLength = 16 }, plain);

        Assert.Equal(Steps, phased.Steps.Count);
        Assert.NotEqual(plain.Steps[0].Loss, phased.Steps[0].Loss);
        Every.Item(phased.Steps, step => Assert.True(step.Loss > 0));

        // The second phase begins a pass of its own.
        Assert.True(phased.Steps[12].Epochs >= Math.Ceiling(phased.Steps[11].Epochs));
    }

    // Sixty per cent of the steps at 8 tokens, the rest at 16.
    private static TrainingOptions Of(TinyRun run) =>
        Long(run) with { Phases = SequencePhases.TryParse("8:0.6,16:0.4") };

    // Documents of two sentences, which do not fit into 8 tokens.
    private static TrainingOptions Long(TinyRun run)
    {
        string[] documents = File.ReadAllText(run.Corpus).Split("\n\n");
        File.WriteAllText(run.Corpus, string.Join("\n\n", documents.Chunk(2).Select(pair => string.Join(' ', pair))));
        return run.Options(Steps);
    }
}
