using Cloze.Compute;
using Cloze.Data;
using Cloze.Evaluation;
using Cloze.Initialization;
using Cloze.Models;

namespace Cloze.Training;

/// <summary>Prepares a run from nothing, or from a model trained before.</summary>
internal static class NewRun
{
    /// <summary>Reads the corpus, makes the model, and says what word frequencies reach.</summary>
    /// <exception cref="ClozeException">Options, folder, corpus, tokenizer or model cannot be used.</exception>
    /// <exception cref="OperationCanceledException">The preparation was cancelled; nothing of use is saved.</exception>
    public static RunMaterial Prepare(
        TrainingOptions asked,
        IEnumerable<string>? documents,
        Func<EffectiveOptions, Backend> createBackend,
        ITrainingObserver observer,
        CancellationToken cancellation)
    {
        asked.Validate();
        EncoderConfig? continued = asked.From is null ? null : ReadConfig(asked.From);
        var options = EffectiveOptions.Resolve(asked, continued);
        var folder = new CheckpointFolder(options.Output);
        folder.RequireFree(asked.Force == true);
        var preparation = new CorpusPreparation(documents, options, folder, observer, cancellation);
        var owned = new Owned();
        try
        {
            OutputClaim claim = owned.Add(OutputClaim.OfNewRun(folder, asked.Force == true));
            PreparedCorpus corpus = owned.Add(preparation.Prepare());
            return Complete(corpus, asked, options, continued, createBackend, claim, observer, cancellation);
        }
        catch
        {
            owned.Dispose();
            throw;
        }
    }

    // A folder that cannot be continued is refused before the corpus is read.
    private static EncoderConfig ReadConfig(string folder)
    {
        EncoderConfig config = EncoderFolder.ReadConfig(folder);
        WeightLoader.Check(folder, new ParameterLayout(config, ModelOutputs.MaskedLanguageModel));
        return config;
    }

    /// <summary>Counts the corpus and makes the model.</summary>
    private static RunMaterial Complete(
        PreparedCorpus corpus,
        TrainingOptions asked,
        EffectiveOptions options,
        EncoderConfig? continued,
        Func<EffectiveOptions, Backend> createBackend,
        OutputClaim claim,
        ITrainingObserver observer,
        CancellationToken cancellation)
    {
        var evaluation = new EvaluationSet(corpus.HeldOut, corpus.Pieces);
        var counts = CorpusCounts.Count(corpus.Training, corpus.Pieces, cancellation: cancellation);
        observer.OnPhase(TrainingPhase.Weights);
        EncoderConfig config = continued is null
            ? NewConfig(options, corpus)
            : Continue(options, asked, continued, corpus);
        var material = new RunMaterial
        {
            // What was asked for stands, so that the same command resumes the run; the config says what there is.
            Options = asked.VocabularySize is null ? options.WithVocabularySize(corpus.Pieces.Count) : options,
            Tokenizer = corpus.Tokenizer,
            Pieces = corpus.Pieces,
            Training = corpus.Training,
            HeldOut = corpus.HeldOut,
            Corpus = corpus.Summary,
            Baseline = FrequencyBaseline.Evaluate(counts, evaluation, options.Recipe.BatchTokens),
            Model = new EncoderModel(createBackend(options), config, ModelOutputs.MaskedLanguageModel),
            Claim = claim,
        };
        try
        {
            material.ExpectMemory().RequireFits(options, material.Model.Backend.DeviceMemory ?? MachineMemory.Total());
            SetWeights(material, counts, observer, cancellation);
            return material;
        }
        catch
        {
            material.Model.Dispose();
            throw;
        }
    }

    private static EncoderConfig NewConfig(EffectiveOptions options, PreparedCorpus corpus) => PresetSizes.Config(
        options.Options.Preset!.Value,
        corpus.Pieces.Count,
        options.Recipe.SequenceLength,
        options.Recipe.Dropout,
        corpus.Tokenizer.Vocabulary.PaddingId);

    private static EncoderConfig Continue(
        EffectiveOptions options, TrainingOptions asked, EncoderConfig config, PreparedCorpus corpus)
    {
        if (options.Recipe.SequenceLength > config.MaximumPositions)
        {
            throw new ClozeException(
                $"`sequence_length` is {options.Recipe.SequenceLength}, but the model in {asked.From} has "
                + $"{config.MaximumPositions} positions.",
                $"Ask for a `sequence_length` of at most {config.MaximumPositions}.");
        }

        EncoderFolder.RequireVocabulary(asked.From!, corpus.Pieces.Count, config);
        return asked.Dropout is { } dropout
            ? config with { HiddenDropout = dropout, AttentionDropout = dropout }
            : config;
    }

    private static void SetWeights(
        RunMaterial material, CorpusCounts counts, ITrainingObserver observer, CancellationToken cancellation)
    {
        EncoderModel model = material.Model;
        EffectiveOptions options = material.Options;
        if (options.Options.Initialization == InitializationKind.Corpus)
        {
            float[] weights = new float[model.Layout.Length];
            CorpusStart.Apply(
                counts,
                model.Config,
                model.Layout,
                new CorpusStartOptions { Seed = options.Seed, Threads = options.ThreadCount },
                weights,
                cancellation: cancellation);
            model.Backend.Upload(weights, model.Parameters);
            return;
        }

        model.InitializeRandomly(options.Seed);
        if (options.Options.From is not { } path) return;
        observer.OnLoaded(WeightLoader.Load(path, model.Layout, (parameter, first, values) =>
            model.Backend.Upload(values, model[parameter.Name].Slice(first, 1, values.Length))));
    }
}
