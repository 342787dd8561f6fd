using Cloze.Data;
using Cloze.Evaluation;
using Cloze.Masking;
using Cloze.Models;
using Cloze.Tests.Data;
using Cloze.Tests.Models;
using Cloze.Tests.Training;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Compute;

/// <summary>
/// Loading, training and evaluating fail at every call in turn, and give back every arena: whoever took one disposes
/// it, before the backend is disposed.
/// </summary>
[Trait("Slow", "Emulated")]
public sealed class LifetimeTests
{
    private const int Vocabulary = 30;

    private static readonly EncoderConfig _config = TinyModel.Config with
    {
        VocabularySize = Vocabulary,
        MaximumPositions = 16,
    };

    public static TheoryData<Fault> Faults => [.. Enum.GetValues<Fault>()];

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_new_model(Fault fault) => FailEverywhere(fault, backend =>
    {
        using var model = new EncoderModel(backend, _config, ModelOutputs.PreTraining);
        model.InitializeRandomly(1);
        using var folder = new TemporaryFolder();
        model.Save(folder.Path);
    });

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_loaded_model(Fault fault)
    {
        using var run = new TinyRun();
        FailEverywhere(fault, backend => EncoderModel.Load(
            run.Start, backend, ModelOutputs.MaskedLanguageModel, out _).Dispose());
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void Inference(Fault fault) => FailEverywhere(fault, backend =>
    {
        using EncoderModel model = TinyModel.Create(backend, _config);
        using var inference = new EncoderInference(model, 8, 3, keepLayers: true);
        inference.Score(TinyModel.Batch(), new float[3], new int[3]);
        inference.Logits([0, 7], new float[2 * Vocabulary]);
        inference.Pooled(new float[3 * _config.HiddenSize]);
    });

    [Theory]
    [MemberData(nameof(Faults))]
    public void Passes_of_training(Fault fault) => FailEverywhere(fault, backend =>
    {
        using EncoderModel model = TinyModel.Create(backend, _config);
        using var training = new EncoderTraining(model, 8, 3, 3);
        training.ForwardBackward(TinyModel.Batch(), 1, 1);
    });

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_trainer(Fault fault)
    {
        using TokenStore store = TinyCorpus.Store(TinyCorpus.Documents(40, 20, Vocabulary), 16, 1, Vocabulary);
        var recipe = new Recipe { BatchTokens = 128, SequenceLength = 16 };
        FailEverywhere(fault, backend =>
        {
            var batches = new TrainingBatches(store, TinyCorpus.Pieces(Vocabulary), new MaskingOptions(), seed: 1);
            using EncoderModel model = TinyModel.Create(backend, _config, ModelOutputs.MaskedLanguageModel);
            using var trainer = new Trainer(model, batches, recipe, new Budget { Steps = 10 }, seed: 1);
            trainer.Step();
        });
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void Evaluation(Fault fault)
    {
        using TokenStore store = TinyCorpus.Store(TinyCorpus.Documents(40, 20, Vocabulary), 16, 1, Vocabulary);
        var set = new EvaluationSet(store, TinyCorpus.Pieces(Vocabulary));
        FailEverywhere(fault, backend =>
        {
            using EncoderModel model = TinyModel.Create(backend, _config);
            using var evaluator = new Evaluator(model, 100);
            evaluator.Evaluate(set, TestContext.Current.CancellationToken);
        });
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_new_run(Fault fault)
    {
        using var run = new TinyRun();
        TrainingOptions options = run.Options(2) with { Force = true };
        FailEverywhere(fault, backend => run.Run(options, null, backend, CancellationToken.None));
        OpenFiles.AssertNone(run.Path);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_resumed_run(Fault fault)
    {
        using var run = new TinyRun();
        run.Run(run.Options(2));
        var options = new TrainingOptions { Output = run.Output, Resume = true };
        FailEverywhere(fault, backend => run.Run(options, null, backend, CancellationToken.None));
        OpenFiles.AssertNone(run.Path);
    }

    [Theory]
    [InlineData(TrainingPhase.Vocabulary, InitializationKind.Corpus)]
    [InlineData(TrainingPhase.Tokens, InitializationKind.Corpus)]
    [InlineData(TrainingPhase.Weights, InitializationKind.Corpus)]
    [InlineData(TrainingPhase.Training, InitializationKind.Random)]
    [InlineData(TrainingPhase.Evaluation, InitializationKind.Random)]
    public void A_cancelled_run(TrainingPhase phase, InitializationKind initialization)
    {
        using var run = new TinyRun();
        using var cancellation = new CancellationTokenSource();
        using var backend = new FaultyBackend(Fault.Memory, call: 0);
        var observer = new RecordingObserver
        {
            AfterPhase = begun =>
            {
                if (begun == phase) cancellation.Cancel();
            },
        };
        TrainingOptions options = run.Options(2) with
        {
            From = null,
            Tokenizer = run.Start,
            Preset = Preset.Tiny,
            SequenceLength = 16,
            Initialization = initialization,
        };

        Exception? error = Record.Exception(() => run.Run(options, observer, backend, cancellation.Token));

        Assert.True(error is null or OperationCanceledException, $"{error}");
        Assert.Empty(backend.Forgotten);
        OpenFiles.AssertNone(run.Path);
    }

    /// <summary>Fails at the first call, the second and so on until all succeeds; of many, some are left out.</summary>
    private static void FailEverywhere(Fault fault, Action<FaultyBackend> work)
    {
        Exception? error = null;
        for (int call = 1; call == 1 || error is not null; call += 1 + (call / 5))
        {
            using var backend = new FaultyBackend(fault, call);
            error = Record.Exception(() => work(backend));
            Assert.Empty(backend.Forgotten);
            if (error is not null) Assert.Same(backend.Error, error);
        }
    }
}
