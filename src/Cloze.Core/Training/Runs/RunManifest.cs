using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Cloze.Evaluation;
using Cloze.Files;

namespace Cloze.Training;

/// <summary>
/// What a run is made of, as <c>training/manifest.json</c> has it, without the names of files and folders: two runs
/// from nothing, or from the same model, with the same hashes, version and backend have the same weights, where their
/// budget is one of steps, tokens or epochs.
/// </summary>
public sealed record RunManifest
{
    /// <summary>The version of Cloze, with the commit it was built from.</summary>
    public required string Version { get; init; }

    /// <summary>The version of .NET.</summary>
    public required string Runtime { get; init; }

    /// <summary>The operating system and the processor's kind.</summary>
    public required string System { get; init; }

    /// <summary>What computed, with its instruction set or device.</summary>
    public required string Backend { get; init; }

    /// <summary>The options, every value decided, without the names of files and folders.</summary>
    public required TrainingOptions Options { get; init; }

    /// <summary>SHA-256 of the options that decide the weights, "key=value" a line.</summary>
    public required string ConfigurationHash { get; init; }

    /// <summary>The sizes of the model.</summary>
    public required RunModel Model { get; init; }

    /// <summary>What the corpus amounts to, without examples of its near-duplicates.</summary>
    public required CorpusSummary Corpus { get; init; }

    /// <summary>SHA-256 of the sequences trained on.</summary>
    public required string TrainingHash { get; init; }

    /// <summary>SHA-256 of the sequences held out.</summary>
    public required string HeldOutHash { get; init; }

    /// <summary>SHA-256 of the vocabulary's pieces in order, a line each.</summary>
    public required string VocabularyHash { get; init; }

    /// <summary>SHA-256 of <c>tokenizer.json</c>; null where the folder has none.</summary>
    public string? TokenizerHash { get; init; }

    /// <summary>Names the held-out part that is evaluated in the course of the run, and its masks.</summary>
    public required string MaskHash { get; init; }

    /// <summary>What word frequencies alone reach on the held-out text.</summary>
    public required EvaluationResult Baseline { get; init; }

    /// <summary>The version of the library, with the commit it was built from.</summary>
    internal static string CodeVersion { get; } = typeof(RunManifest).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>The manifest of a run whose first checkpoint stands.</summary>
    /// <exception cref="ClozeException">The tokenizer's file cannot be read.</exception>
    internal static RunManifest Of(RunMaterial material, EvaluationSet sample, CheckpointFolder folder)
    {
        TrainingOptions options = material.Options.Options.WithoutPaths();
        return new RunManifest
        {
            Version = CodeVersion,
            Runtime = RuntimeInformation.FrameworkDescription,
            System = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}",
            Backend = material.Model.Backend.Name,
            Options = options,
            ConfigurationHash = HashOf(options),
            Model = RunModel.Of(material.Model),
            Corpus = material.Corpus.WithoutText(),
            TrainingHash = material.Training.ContentHash,
            HeldOutHash = material.HeldOut.ContentHash,
            VocabularyHash = material.Pieces.Hash,
            TokenizerHash = HashOfFile(Path.Combine(folder.Model, "tokenizer.json")),
            MaskHash = sample.MaskHash,
            Baseline = material.Baseline,
        };
    }

    /// <summary>SHA-256 over the options that may not change when a run is resumed.</summary>
    internal static string HashOf(TrainingOptions options)
    {
        var lines = new StringBuilder();
        foreach (TrainingOption option in TrainingOptionTable.All)
        {
            if (option.MayChangeOnResume || option.Get(options) is not { } value) continue;
            lines.Append(option.Key).Append('=').Append(option.Kind.Show(value)).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines.ToString())));
    }

    private static string? HashOfFile(string path) => File.Exists(path)
        ? Convert.ToHexStringLower(SHA256.HashData(UntrustedFile.Read(path, int.MaxValue)))
        : null;
}
