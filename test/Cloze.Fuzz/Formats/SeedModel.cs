using Cloze.Compute;
using Cloze.Models;
using Cloze.Text;
using Cloze.Training;

namespace Cloze.Fuzz;

/// <summary>Sound files to begin with: a model of a few hundred weights, and a run of two steps.</summary>
internal static class SeedModel
{
    private static readonly string[] s_words =
    [
        "the", "cat", "dog", "sees", "hears", "a", "tree", "##s", "##ed", "un", "##tie", "old", "é", "你", ".", ",", "!",
    ];

    /// <summary>The tokenizer's vocabulary.</summary>
    public static Vocabulary Vocabulary => Vocabulary.Create([.. new SpecialTokens().All, .. s_words]);

    /// <summary>Short texts of the tokenizer's words.</summary>
    public static IReadOnlyList<string> Documents =>
    [
        .. from who in (string[])["the cat", "a dog", "the old cat", "the old dog"]
           from what in (string[])["sees", "hears", "sees a tree", "hears the trees", "untied the dog"]
           select $"{who} {what}.",
    ];

    /// <summary>Writes a model folder.</summary>
    public static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        var tokenizer = Tokenizer.Create(Vocabulary);
        tokenizer.Save(folder);
        var config = new EncoderConfig
        {
            VocabularySize = tokenizer.Vocabulary.Count,
            HiddenSize = 8,
            LayerCount = 1,
            AttentionHeadCount = 2,
            InnerSize = 16,
            MaximumPositions = 16,
        };
        using var backend = new CpuBackend(threads: 1);
        using var model = new EncoderModel(backend, config, ModelOutputs.MaskedLanguageModel);
        model.InitializeRandomly(seed: 1);
        EncoderConfigFile.Save(folder, config, model.Layout.Outputs);
        model.Save(folder);
    }

    /// <summary>Trains a model for two steps into a folder.</summary>
    public static void Train(string from, string folder) => TrainingRun.Run(
        Documents,
        new TrainingOptions
        {
            From = from,
            Output = folder,
            Steps = 2,
            BatchTokens = 64,
            Threads = 1,
            HeldOut = 0.3,
            KeepCheckpoints = 1,
        });
}
