using Cloze.Data;
using Cloze.Masking;
using Cloze.Models;
using Cloze.Tests.Reference;
using Cloze.Training;

namespace Cloze.Tests.Training;

/// <summary>Trainers of a very small model on documents of letters, each on a model of its own.</summary>
internal sealed class PatternTrainer : IDisposable
{
    /// <summary>Tokens of a pass over <see cref="Documents"/>: six letters and two special tokens each.</summary>
    public const int EpochTokens = 8 * 8;

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
    private readonly TokenStore _store;

    public PatternTrainer(Recipe recipe, Budget budget, float dropout = 0, TimeProvider? clock = null)
    {
        Recipe = recipe;
        Model = new EncoderModel(
            _backend,
            _config with { HiddenDropout = dropout, AttentionDropout = dropout },
            ModelOutputs.MaskedLanguageModel);
        Model.InitializeRandomly(3);
        _store = TokenStoreBuilder.BuildInMemory(
            Documents,
            (text, ids) => ids.AddRange(text.Select(letter => letter - 'a' + 5)),
            _pieces,
            new TokenStoreOptions { SequenceLength = 8 });
        var batches = new TrainingBatches(_store, _pieces, new MaskingOptions(), seed: 1);
        Trainer = new Trainer(Model, batches, recipe, budget.Over(_store.TokenCount), seed: 1, clock: clock);
    }

    /// <summary>Eight documents of six letters.</summary>
    public static IReadOnlyList<string> Documents { get; } =
        ["abcabc", "bcabca", "cabcab", "aabbcc", "abcdef", "fedcba", "defdef", "ffeedd"];

    public Recipe Recipe { get; }

    public EncoderModel Model { get; }

    public Trainer Trainer { get; }

    /// <summary>Steps to the end of the budget: what each reported.</summary>
    public List<StepReport> Finish()
    {
        var reports = new List<StepReport>();
        while (!Trainer.IsDone) reports.Add(Trainer.Step());
        return reports;
    }

    public float[] Weights()
    {
        var weights = new float[Model.Layout.Length];
        _backend.Download(Model.Parameters, weights);
        return weights;
    }

    public void Dispose()
    {
        Trainer.Dispose();
        _store.Dispose();
        Model.Dispose();
        _backend.Dispose();
    }
}
