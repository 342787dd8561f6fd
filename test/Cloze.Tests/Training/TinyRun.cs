using Cloze.Compute;
using Cloze.Models;
using Cloze.Tests.Reference;
using Cloze.Text;
using Cloze.Training;

namespace Cloze.Tests.Training;

/// <summary>A small corpus and a very small model to continue from: whole runs in parts of a second.</summary>
internal sealed class TinyRun : IDisposable
{
    private static readonly string[] _subjects = ["the cat", "a dog", "the old man", "our horse", "one bird"];
    private static readonly string[] _verbs = ["sees", "hears", "follows", "likes"];
    private static readonly string[] _objects = ["the house", "a tree", "the river", "his garden", "the road"];

    private readonly TemporaryFolder _folder = new();

    /// <param name="change">Makes another model of a BERT with 8 hidden dimensions and one layer.</param>
    public TinyRun(Func<EncoderConfig, EncoderConfig>? change = null)
    {
        File.WriteAllText(Corpus, string.Join("\n\n", Documents()));
        string[] words =
        [
            .. new SpecialTokens().All,
            .. _subjects.Concat(_verbs).Concat(_objects).SelectMany(text => text.Split(' ')).Distinct(),
        ];
        Tokenizer.Create(Vocabulary.Create(words)).Save(Start);
        var config = new EncoderConfig
        {
            VocabularySize = words.Length,
            HiddenSize = 8,
            LayerCount = 1,
            AttentionHeadCount = 2,
            InnerSize = 16,
            MaximumPositions = 16,
            HiddenDropout = 0.1f,
        };
        config = change?.Invoke(config) ?? config;
        using var backend = new ReferenceBackend();
        using var model = new EncoderModel(backend, config, ModelOutputs.MaskedLanguageModel);
        model.InitializeRandomly(1);
        WeightWriter.Save(Start, config, model.Layout, (parameter, first, count) =>
        {
            var values = new float[parameter.Count];
            backend.Download(model[parameter.Name], values);
            return values.AsSpan(first, count);
        });
    }

    public string Path => _folder.Path;

    public string Corpus => _folder.File("corpus.txt");

    /// <summary>The model to continue from.</summary>
    public string Start => _folder.File("start");

    public string Output => _folder.File("model");

    /// <summary>Options of a run of some steps, with dropout and batches that reach over passes.</summary>
    public TrainingOptions Options(int steps) => new()
    {
        Data = [Corpus],
        From = Start,
        Output = Output,
        Steps = steps,
        BatchTokens = 64,
        LearningRate = 1e-2f,
        Seed = 5,
    };

    public TrainingResult Run(TrainingOptions options, ITrainingObserver? observer = null) =>
        Run(options, observer, new ReferenceBackend(), CancellationToken.None);

    public TrainingResult Run(
        TrainingOptions options, ITrainingObserver? observer, Backend backend, CancellationToken cancellation) =>
        TrainingRun.Run(options, null, observer, _ => backend, cancellation);

    /// <summary>All weights that the model folder holds.</summary>
    public float[] Weights(string? folder = null)
    {
        folder ??= Output;
        var layout = new ParameterLayout(EncoderConfigFile.Load(folder), ModelOutputs.MaskedLanguageModel);
        var weights = new float[layout.Length];
        LoadReport report = WeightLoader.Load(folder, layout, (parameter, first, values) =>
            values.CopyTo(weights.AsSpan((int)parameter.Offset + first)));
        Xunit.Assert.True(report.IsExact);
        return weights;
    }

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<string> Documents() =>
        from subject in _subjects
        from verb in _verbs
        from seen in _objects
        select $"{subject} {verb} {seen}";
}
