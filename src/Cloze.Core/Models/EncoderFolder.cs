using Cloze.Files;

namespace Cloze.Models;

/// <summary>What must hold of a model folder for whoever uses it, and shows before its weights are read.</summary>
internal static class EncoderFolder
{
    /// <summary>For [CLS], a token and [SEP].</summary>
    private const int FewestPositions = 3;

    /// <summary>Makes sure that a path leads to a folder.</summary>
    /// <exception cref="ClozeException">It leads nowhere, to a file, or is rather the name of a model.</exception>
    public static void Require(string folder) => ModelFolder.Require(folder);

    /// <summary>The error of a folder without any file of a model.</summary>
    public static ClozeException Empty(string folder) =>
        new($"{folder} holds nothing of a model.", $"Give a folder with {ModelFolder.Contents}.");

    /// <summary>Reads the configuration of a model that has room for a text.</summary>
    /// <exception cref="ClozeException">
    /// There is no such folder, its configuration cannot be used, or the model has too few positions.
    /// </exception>
    public static EncoderConfig ReadConfig(string folder)
    {
        Require(folder);
        EncoderConfig config = EncoderConfigFile.Load(folder);
        RequirePositions(folder, config);
        return config;
    }

    /// <summary>Makes sure that a model has room for a text.</summary>
    /// <exception cref="ClozeException">It has too few positions.</exception>
    public static void RequirePositions(string folder, EncoderConfig config)
    {
        if (config.MaximumPositions >= FewestPositions) return;
        throw new ClozeException(
            $"{folder}: max_position_embeddings is {config.FirstPosition + config.MaximumPositions}, expected at least "
            + $"{config.FirstPosition + FewestPositions}: [CLS], a token and [SEP].",
            "Use a model with more positions.");
    }

    /// <summary>
    /// Makes sure that every piece has a row of the embeddings. More rows than pieces are common: they were added to
    /// reach a round number.
    /// </summary>
    /// <exception cref="ClozeException">There are fewer rows than pieces.</exception>
    public static void RequireVocabulary(string folder, int pieces, EncoderConfig config)
    {
        if (pieces <= config.VocabularySize) return;
        throw new ClozeException(
            $"{folder}: the tokenizer has {pieces} pieces, {EncoderConfigFile.FileName} says vocab_size "
            + $"{config.VocabularySize}.",
            "Put the tokenizer files the model was trained with into the folder.");
    }
}
