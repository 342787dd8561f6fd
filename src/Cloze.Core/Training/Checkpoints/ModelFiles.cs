using Cloze.Models;

namespace Cloze.Training;

/// <summary>The names of the files of a model folder that a run writes or replaces.</summary>
internal static class ModelFiles
{
    /// <summary>Files that hold weights, whoever wrote them.</summary>
    public static readonly string[] Weights = WeightFolder.FileNames;

    /// <summary>What a run writes beside the weights; each may be somebody's only copy.</summary>
    public static readonly string[] Small =
        ["config.json", "tokenizer.json", "tokenizer_config.json", "vocab.txt", "vocab.json", "merges.txt"];

    /// <summary>All of them.</summary>
    public static readonly string[] All = [.. Weights, .. Small];
}
