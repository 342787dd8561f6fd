using Cloze.Evaluation;
using Cloze.Models;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

public sealed class TrainingMemoryTests
{
    private static readonly TrainingMemory s_memory =
        new(440_000_000, 440_000_000, 880_000_000, 2_000_000_000, 61_782_272);

    [Fact]
    public void A_run_that_does_not_fit_is_refused_with_what_it_needs_and_what_there_is()
    {
        EffectiveOptions options = EffectiveOptions.Resolve(new TrainingOptions { BatchTokens = 4096 });

        ClozeException error = Assert.Throws<ClozeException>(() => s_memory.RequireFits(options, 3_000_000_000));

        Assert.Equal(
            "Training needs about 3.96 GB of memory (weights 440 MB, gradients 440 MB, optimizer state 880 MB, "
            + "activations 2.06 GB), but this machine has 3.00 GB.",
            error.Message);
        Assert.Equal(
            "Give `recompute`, which keeps far fewer activations, or choose fewer `batch_tokens` than 4096 or a "
            + "smaller model.",
            error.Hint);
        s_memory.RequireFits(options, s_memory.Total);
    }

    [Fact]
    public void A_run_that_computes_again_already_is_not_told_to()
    {
        var asked = new TrainingOptions { BatchTokens = 512, Recompute = true };

        ClozeException error = Assert.Throws<ClozeException>(
            () => s_memory.RequireFits(EffectiveOptions.Resolve(asked), 3_000_000_000));

        Assert.Equal("Choose fewer `batch_tokens` than 512 or a smaller model.", error.Hint);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_expected_is_what_the_arenas_take(bool recompute)
    {
        EffectiveOptions options = EffectiveOptions.Resolve(
            new TrainingOptions { BatchTokens = 512, Recompute = recompute });
        using var backend = new CountingBackend();
        EncoderConfig config = PresetSizes.Config(Preset.Tiny, 100, 128, dropout: 0.1f, paddingId: 0);
        using var model = new EncoderModel(backend, config, ModelOutputs.MaskedLanguageModel);
        var batch = new TokenBatch(512, 170, 100);

        TrainingMemory expected = TrainingMemory.Expect(model, batch, options);
        using var step = new TrainingStep(model, batch, options.Recipe, recompute);
        using var evaluator = new Evaluator(model, TrainingMemory.EvaluationTokens(options));

        long arenas = expected.Total - TrainingMemory.Other;
        Assert.InRange(backend.ArenaBytes, arenas, arenas + 1000);
    }

    [Theory]
    [InlineData("8589934592", 8589934592)]
    [InlineData("max", long.MaxValue)]
    [InlineData(null, long.MaxValue)]
    public void A_limit_is_a_number_or_none(string? file, long expected) =>
        Assert.Equal(expected, MachineMemory.Parse(file));

    [Theory]
    [InlineData("MemTotal:       24684236 kB", 24684236L * 1024)]
    [InlineData("MemTotal: many kB", 0)]
    [InlineData("MemFree: 1 kB", 0)]
    [InlineData(null, 0)]
    public void The_installed_memory_is_the_first_line(string? line, long expected) =>
        Assert.Equal(expected, MachineMemory.ParseInstalled(line));

    [Fact]
    public void This_machine_has_some_memory() => Assert.InRange(MachineMemory.Total(), 1L << 26, 1L << 50);
}
