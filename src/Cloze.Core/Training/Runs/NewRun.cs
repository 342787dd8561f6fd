using Cloze.Compute;
using Cloze.Data;
using Cloze.Evaluation;
using Cloze.Files;
using Cloze.Initialization;
using Cloze.Models;

namespace Cloze.Training;

/// <summary>Prepares a run from nothing, or from a model trained before.</summary>
internal static class NewRun
{
    // Stands for the size of a vocabulary that has not been read yet.
    private const int TypicalVocabulary = 8192;

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
        if (documents is null) asked = StoreCorpus.Complete(asked);
        ContinuedModel? continued = asked.From is null ? null : ContinuedModel.Read(asked.From);
        var options = EffectiveOptions.Resolve(asked, continued?.Config, continued?.LacksHead == true);
        if (continued is not null) RequireTypes(continued, options);
        var folder = new CheckpointFolder(options.Output);
        folder.RequireFree(asked.Force == true);
        RequireDisk(options, continued, observer);
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

    // A run that could not save what it learns is refused before the corpus is read.
    private static void RequireDisk(EffectiveOptions options, ContinuedModel? continued, ITrainingObserver observer)
    {
        EncoderConfig config = continued?.Config ?? PresetSizes.Config(
            options.Options.Preset!.Value,
            options.Options.VocabularySize ?? TypicalVocabulary,
            options.Recipe.SequenceLength,
            options.Recipe.Dropout,
            paddingId: 0);
        var disk = TrainingDisk.Expect(config, options);
        long? free = FreeSpace.Of(options.Output);
        disk.RequireFits(options.Output, free);
        if (disk.Remark(options.Output, free) is { } remark) observer.OnMessage(remark);
    }

    private static void RequireTypes(ContinuedModel continued, EffectiveOptions options)
    {
        if (options.Pairs is null || continued.Config.TokenTypes >= 2) return;
        string known = continued.Config.TokenTypes == 0 ? "no token types" : "1 token type";
        throw new ClozeException(
            $"The model in {continued.Folder} knows {known}, and sentence pairs have 2.",
            "Continue from a model whose type_vocab_size is 2, as `preset` tiny gives, or give `objective` mlm.");
    }

    /// <summary>Counts the corpus and makes the model.</summary>
    private static RunMaterial Complete(
        PreparedCorpus corpus,
        TrainingOptions asked,
        EffectiveOptions options,
        ContinuedModel? continued,
        Func<EffectiveOptions, Backend> createBackend,
        OutputClaim claim,
        ITrainingObserver observer,
        CancellationToken cancellation)
    {
        var evaluation = new EvaluationSet(corpus.HeldOut, corpus.Pieces, EvaluationSet.MostTokens);
        var counts = CorpusCounts.Count(corpus.Training, corpus.Pieces, cancellation: cancellation);
        observer.OnPhase(TrainingPhase.Weights);
        EncoderConfig config = continued is null
            ? NewConfig(options, corpus)
            : continued.ConfigFor(options, asked.Dropout, corpus.Pieces.Count);
        var material = new RunMaterial
        {
            // What was asked for stands, so that the same command resumes the run; the config says what there is.
            Options = asked.VocabularySize is null ? options.WithVocabularySize(corpus.Pieces.Count) : options,
            Tokenizer = corpus.Tokenizer,
            Pieces = corpus.Pieces,
            Training = corpus.Training,
            HeldOut = corpus.HeldOut,
            Sentences = corpus.Sentences,
            Corpus = corpus.Summary,
            Baseline = FrequencyBaseline.Evaluate(counts, evaluation, options.Recipe.BatchTokens),
            Model = new EncoderModel(createBackend(options), config, options.Outputs),
            Claim = claim,
        };
        try
        {
            material.ExpectMemory().RequireFits(options, material.Model.Backend.DeviceMemory ?? MachineMemory.Total());
            SetWeights(material, continued, counts, observer, cancellation);
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

    private static void SetWeights(
        RunMaterial material,
        ContinuedModel? continued,
        CorpusCounts counts,
        ITrainingObserver observer,
        CancellationToken cancellation)
    {
        if (continued is not null)
        {
            observer.OnLoaded(continued.Load(material, counts));
            return;
        }

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
    }
}
