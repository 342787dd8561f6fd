using Cloze.Data;
using Cloze.Masking;
using Cloze.Models;
using Cloze.Tests.Reference;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

public sealed class TrainerTests : IDisposable
{
    private static readonly PieceTable _pieces = new(20, 2, 3, 4, [0, 1], new string('0', 64));

    private static readonly EncoderConfig _config = new()
    {
        VocabularySize = 20,
        HiddenSize = 8,
        LayerCount = 1,
        AttentionHeadCount = 2,
        InnerSize = 16,
        MaximumPositions = 8,
        HiddenDropout = 0,
        AttentionDropout = 0,
    };

    private readonly ReferenceBackend _backend = new();
    private readonly EncoderModel _model;
    private readonly TokenStore _store = Store(["abcabc", "abcabcabc", "bcabca"]);

    public TrainerTests()
    {
        _model = new EncoderModel(_backend, _config, ModelOutputs.MaskedLanguageModel);
        _model.InitializeRandomly(3);
    }

    [Fact]
    public void A_simple_pattern_is_learned_and_the_position_counts()
    {
        using TokenStore pattern = Store(["abcabc", "abcabc"]);
        using Trainer trainer = Create(pattern, 600);
        StepReport first = trainer.Step();
        StepReport last = first;
        while (!trainer.IsDone) last = trainer.Step();

        Assert.InRange(first.Loss, 2.5, 3.5);
        Assert.True(last.SmoothedLoss < 0.8, $"The loss is {last.SmoothedLoss}; frequencies alone give ln 3 = 1.10.");
        Assert.Equal(600, last.Position.Step);
        Assert.Equal(1, last.Progress);
        Assert.Equal(0, last.SecondsLeft);
    }

    [Fact]
    public void A_step_whose_loss_is_no_number_is_not_applied_and_leaves_the_weights()
    {
        using Trainer trainer = Create(_store, 10);
        trainer.Step();
        double smoothed = trainer.SmoothedLoss;
        _backend.Upload([float.NaN], _model["cls.predictions.bias"].Slice(7, 1, 1));
        float[] before = Weights();

        StepReport report = trainer.Step();

        Assert.Equal(StepFault.NotFinite, report.Fault);
        Assert.Equal(double.NaN, report.Loss);
        Assert.Equal(before, Weights());
        Assert.Equal(2, trainer.Position.Step);
        Assert.Equal(smoothed, trainer.SmoothedLoss);
        Assert.Equal(1, trainer.Guard.InARow);
        Assert.NotEmpty(trainer.Sequences().Numbers);
    }

    [Fact]
    public void The_first_step_that_is_applied_begins_the_smoothed_loss()
    {
        using Trainer trainer = Create(_store, 10);
        _backend.Upload([float.NaN], _model["cls.predictions.bias"].Slice(7, 1, 1));
        Assert.Equal(StepFault.NotFinite, trainer.Step().Fault);
        _backend.Upload([0f], _model["cls.predictions.bias"].Slice(7, 1, 1));

        StepReport applied = trainer.Step();

        Assert.Equal(StepFault.None, applied.Fault);
        Assert.Equal(applied.Loss, applied.SmoothedLoss);
    }

    [Theory]
    [InlineData(10d, null, null)]
    [InlineData(0.0001, null, null)]
    [InlineData(null, 10, null)]
    [InlineData(null, null, 1000L)]
    public void The_first_step_has_a_rate(double? minutes, int? steps, long? tokens)
    {
        using Trainer trainer = Create(
            _store, new Budget { Minutes = minutes, Steps = steps, Tokens = tokens }, warmup: 0.5f);
        float[] before = Weights();

        StepReport first = trainer.Step();

        Assert.InRange(first.LearningRate, 1e-6f, 0.02f);
        Assert.NotEqual(before, Weights());
        Assert.InRange(first.Epochs, 0.3, 3);
    }

    [Fact]
    public void A_corpus_of_unknown_words_is_an_error_and_no_endless_search()
    {
        using TokenStore unknown = Store(["??", "???"]);
        using Trainer trainer = Create(unknown, 10);

        ClozeException error = Assert.Throws<ClozeException>(() => trainer.Step());

        Assert.Equal("A whole pass over the training part has no token that could be masked.", error.Message);
    }

    public void Dispose()
    {
        _store.Dispose();
        _model.Dispose();
        _backend.Dispose();
    }

    private Trainer Create(TokenStore store, int steps) => Create(store, new Budget { Steps = steps });

    private Trainer Create(TokenStore store, Budget budget, float warmup = 0.06f) => new(
        _model,
        new TrainingBatches(store, _pieces, new MaskingOptions(), seed: 1),
        new Recipe { BatchTokens = 24, LearningRate = 0.02f, Warmup = warmup },
        budget,
        seed: 1);

    private float[] Weights()
    {
        var weights = new float[_model.Layout.Length];
        _backend.Download(_model.Parameters, weights);
        return weights;
    }

    /// <summary>Letters are pieces from id 5 on; everything else is the unknown piece 1.</summary>
    private static TokenStore Store(string[] documents) => TokenStoreBuilder.BuildInMemory(
        documents,
        (text, ids) => ids.AddRange(text.Select(letter => char.IsLetter(letter) ? letter - 'a' + 5 : 1)),
        _pieces,
        new TokenStoreOptions { SequenceLength = 8 });
}
