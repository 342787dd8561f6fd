using Cloze.Models;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

public sealed class EffectiveOptionsTests
{
    [Theory]
    [InlineData(Preset.Tiny, 3e-3f, 2, 128, 4)]
    [InlineData(Preset.Mini, 3e-3f, 4, 256, 4)]
    [InlineData(Preset.Small, 1e-3f, 4, 512, 8)]
    [InlineData(Preset.Base, 3e-4f, 12, 768, 12)]
    public void A_preset_is_a_size_and_a_recipe(Preset preset, float rate, int layers, int hidden, int heads)
    {
        EffectiveOptions options = EffectiveOptions.Resolve(new TrainingOptions { Preset = preset });
        EncoderConfig config = PresetSizes.Config(preset, 1000, 128, 0.1f, 7);

        Assert.Equal(rate, options.Recipe.LearningRate);
        Assert.Equal((layers, hidden, heads), (config.LayerCount, config.HiddenSize, config.AttentionHeadCount));
        Assert.Equal(4 * hidden, config.InnerSize);
        Assert.Equal((1000, 128, 7), (config.VocabularySize, config.MaximumPositions, config.PaddingId));
        Assert.Equal((0.1f, 0.1f), (config.HiddenDropout, config.AttentionDropout));
    }

    [Fact]
    public void With_no_options_the_default_run_stands_fully_decided()
    {
        EffectiveOptions options = EffectiveOptions.Resolve(new TrainingOptions());

        Assert.Null(options.Corpus);
        Assert.Equal("cloze-model", options.Output);
        Assert.Equal(new Budget { Minutes = 10 }, options.Budget);
        Assert.Equal(Preset.TinyModern, options.Options.Preset);
        Assert.Equal(8192, options.Options.VocabularySize);
        Assert.Equal(InitializationKind.Corpus, options.Options.Initialization);
        Assert.Equal(options.Recipe.MaskRate, options.Options.MaskRate);
        Assert.Equal(180, options.CheckpointSeconds);
        Assert.False(options.Recompute);
    }

    [Theory]
    [InlineData(TrainingObjective.MaskedWords, Preset.TinyModern)]
    [InlineData(TrainingObjective.NextSentence, Preset.Tiny)]
    [InlineData(TrainingObjective.SentenceOrder, Preset.Tiny)]
    public void Sentence_pairs_take_the_layout_that_has_token_types(TrainingObjective objective, Preset preset)
    {
        EffectiveOptions options = EffectiveOptions.Resolve(new TrainingOptions { Objective = objective });

        Assert.Equal(preset, options.Options.Preset);
        Assert.Equal(Recipe.For(preset), options.Recipe);
    }

    [Fact]
    public void A_layout_without_token_types_is_refused_for_sentence_pairs()
    {
        ClozeException error = Assert.Throws<ClozeException>(() => EffectiveOptions.Resolve(
            new TrainingOptions { Preset = Preset.MiniModern, Objective = TrainingObjective.SentenceOrder }));

        Assert.Equal(
            "`preset` mini-modern has no token types, which tell the two texts of a pair apart.", error.Message);
        Assert.Equal("Give `preset` mini, or `objective` mlm.", error.Hint);
    }

    [Fact]
    public void A_given_value_takes_the_place_of_the_recipes()
    {
        EffectiveOptions options = EffectiveOptions.Resolve(new TrainingOptions
        {
            BatchTokens = 512,
            SequenceLength = 64,
            MaskRate = 0.4f,
            SampledPieces = 64,
            LearningRate = 0.01f,
            Warmup = 0.2f,
            WeightDecay = 0.2f,
            Dropout = 0.3f,
            Beta2 = 0.95,
            ClipNorm = 0.5f,
            Schedule = ScheduleKind.Wsd,
            Cooldown = 0.5f,
            Steps = 7,
        });

        Assert.Equal(
            new Recipe
            {
                BatchTokens = 512,
                SequenceLength = 64,
                MaskRate = 0.4f,
                SampledPieces = 64,
                LearningRate = 0.01f,
                Warmup = 0.2f,
                WeightDecay = 0.2f,
                Dropout = 0.3f,
                Beta2 = 0.95,
                ClipNorm = 0.5f,
                Schedule = ScheduleKind.Wsd,
                Cooldown = 0.5f,
            },
            options.Recipe);
        Assert.Equal(new Budget { Steps = 7 }, options.Budget);
    }

    [Fact]
    public void A_batch_holds_at_least_one_longest_sequence()
    {
        var options = new TrainingOptions { SequenceLength = 4096 };

        Assert.Equal(4096, EffectiveOptions.Resolve(options).Recipe.BatchTokens);
        Assert.Throws<ClozeException>(() => EffectiveOptions.Resolve(new TrainingOptions { BatchTokens = 100 }));
    }

    [Fact]
    public void Continuing_takes_a_tenth_of_the_rate_and_keeps_to_the_models_positions()
    {
        var config = new EncoderConfig { VocabularySize = 100, HiddenSize = 768, MaximumPositions = 64 };

        EffectiveOptions options = EffectiveOptions.Resolve(new TrainingOptions { From = "folder" }, config);

        Assert.Equal(3e-5f, options.Recipe.LearningRate, 1e-9f);
        Assert.Equal(64, options.Recipe.SequenceLength);
        Assert.Null(options.Options.Preset);
        Assert.Null(options.Options.VocabularySize);
        Assert.Null(options.Options.Initialization);
    }

    [Fact]
    public void What_was_decided_can_be_asked_for_again()
    {
        using var folder = new TemporaryFolder();
        EffectiveOptions first = EffectiveOptions.Resolve(
            new TrainingOptions { Data = ["notes"], Preset = Preset.Mini, Tokens = 12345, Force = true });
        File.WriteAllText(folder.File("options.json"), first.Options.ToJson());

        EffectiveOptions second = EffectiveOptions.Resolve(TrainingOptions.Load(folder.File("options.json")));

        Assert.Equal(first.Options.ToJson(), second.Options.ToJson());
        Assert.Equal(first.Recipe, second.Recipe);
    }
}
