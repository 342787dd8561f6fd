using Cloze.Data;
using Cloze.Initialization;
using Cloze.Models;
using Cloze.Text;

namespace Cloze.Training;

/// <summary>
/// The model that a run continues from: what its folder says before the corpus is read, and its weights.
/// </summary>
/// <param name="Folder">Where it is.</param>
/// <param name="Config">Its sizes.</param>
/// <param name="LacksHead">Whether it has no head that predicts words.</param>
internal sealed record ContinuedModel(string Folder, EncoderConfig Config, bool LacksHead)
{
    /// <summary>Looks at a folder; one that cannot be continued is refused before the corpus is read.</summary>
    /// <exception cref="ClozeException">It is no model's folder, or its files do not fit each other.</exception>
    public static ContinuedModel Read(string folder)
    {
        EncoderConfig config = EncoderFolder.ReadConfig(folder);
        LoadReport report = WeightLoader.Check(
            folder, new ParameterLayout(config, ModelOutputs.MaskedLanguageModel));
        return new ContinuedModel(folder, config, report.LacksHead);
    }

    /// <summary>The sizes of the model that is trained.</summary>
    /// <param name="options">The run's options.</param>
    /// <param name="dropout">The dropout that is asked for; null keeps the model's own.</param>
    /// <param name="pieces">Pieces of the vocabulary, those among them that the run has added.</param>
    /// <exception cref="ClozeException">
    /// The sequences are too long for the model, it has fewer layers than are to be frozen, or not a row for each
    /// piece.
    /// </exception>
    public EncoderConfig ConfigFor(EffectiveOptions options, float? dropout, int pieces)
    {
        RequirePositions(options.Recipe.SequenceLength);
        RequireLayers(options.Recipe.Freeze);
        EncoderConfig config = Config;
        if (options.Options.ExtendVocabulary is not null)
        {
            config = config with { VocabularySize = Math.Max(config.VocabularySize, pieces) };
        }

        EncoderFolder.RequireVocabulary(Folder, pieces, config);
        return dropout is { } rate ? config.WithDropout(rate) : config;
    }

    /// <summary>Puts the weights into the run's model, and makes what the folder lacks.</summary>
    /// <param name="material">The run, its model as <see cref="ConfigFor"/> has it.</param>
    /// <param name="counts">What the corpus says of a missing head.</param>
    /// <exception cref="ClozeException">A file cannot be read.</exception>
    public LoadReport Load(RunMaterial material, CorpusCounts counts)
    {
        EncoderModel model = material.Model;
        model.InitializeRandomly(material.Options.Seed);

        // Tables that have grown keep their rows: those of the folder are the first.
        var layout = new ParameterLayout(Config, model.Layout.Outputs);
        LoadReport report = WeightLoader.Load(Folder, layout, (parameter, first, values) =>
            model.Backend.Upload(values, model[parameter.Name].Slice(first, 1, values.Length)));
        if (material.Options.Options.ExtendVocabulary is not null)
        {
            NewPieces.Apply(
                VocabularyExtension.Gained(Tokenizer.Load(Folder), material.Tokenizer.Vocabulary), model);
        }

        if (!report.LacksHead) return report;
        HeadStart.Apply(counts, report.Missing.ToHashSet(), material.Options.Seed, model);
        return report with { HeadIsFromCorpus = true };
    }

    private void RequirePositions(int length)
    {
        if (length <= Config.MaximumPositions) return;
        throw new ClozeException(
            $"`sequence_length` is {length}, but the model in {Folder} has {Config.MaximumPositions} positions.",
            $"Ask for a `sequence_length` of at most {Config.MaximumPositions}.");
    }

    private void RequireLayers(FrozenPart part)
    {
        if (part.Layers <= Config.LayerCount) return;
        throw new ClozeException(
            $"`freeze` is {part}, but the model in {Folder} has {Config.LayerCount} layers.",
            Config.LayerCount == 0
                ? $"Give `freeze` {FrozenPart.Embeddings}, or leave it out."
                : $"Give `freeze` at most {FrozenPart.FirstLayers(Config.LayerCount)}: then the head alone learns.");
    }
}
