using Cloze.Formats;
using Cloze.Models;
using Cloze.Text;

namespace Cloze.Inference;

/// <summary>
/// What a model folder holds, told from its configuration, its tokenizer and the headers of its weights, none of which
/// is loaded. What is missing or damaged is said, and the rest is there.
/// </summary>
public sealed record ModelInspection
{
    /// <summary>The folder, as it was given.</summary>
    public required string Folder { get; init; }

    /// <summary>The model's sizes and settings; null where the configuration cannot be used.</summary>
    public EncoderConfig? Config { get; init; }

    /// <summary>What the layers are made of where norms come first; null for other models.</summary>
    public PreNormBlocks? Blocks => PreNormBlocks.Of(Config);

    /// <summary>
    /// The parameters of the encoder with a masked-language-model head that the configuration asks for, and a
    /// next-sentence head where the weights have it whole; null without a configuration.
    /// </summary>
    public ParameterLayout? Layout { get; init; }

    /// <summary>How many pieces the tokenizer has; null where it cannot be used.</summary>
    public int? Pieces { get; init; }

    /// <summary>The tensors of the weights, in the ordinal order of names; empty where they cannot be opened.</summary>
    public required IReadOnlyList<StoredTensor> Stored { get; init; }

    /// <summary>How tensors and parameters meet; null without a configuration or weights.</summary>
    public LoadReport? Report { get; init; }

    /// <summary>What keeps the folder from being used, a sentence or two each; empty for nothing.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>Reads what can be read of a folder.</summary>
    /// <exception cref="ClozeException">There is no such folder, or nothing of a model in it.</exception>
    /// <exception cref="ArgumentNullException">No folder is given.</exception>
    public static ModelInspection Read(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        EncoderFolder.Require(folder);
        if (!HasAny(folder)) throw EncoderFolder.Empty(folder);
        var problems = new List<string>();
        EncoderConfig? config = Try(() => EncoderConfigFile.Load(folder), problems);
        int? pieces = Try(() => Tokenizer.Load(folder).Vocabulary, problems)?.Count;
        IReadOnlyList<StoredTensor>? stored = Try(() => WeightLoader.List(folder), problems);
        ParameterLayout? layout = config is null
            ? null
            : new ParameterLayout(config, OutputsOf(folder, config, stored));
        if (config is not null) Check(() => EncoderFolder.RequirePositions(folder, config), problems);
        if (config is not null && pieces is { } count)
        {
            Check(() => EncoderFolder.RequireVocabulary(folder, count, config), problems);
        }

        if (layout is not null && stored is not null) Check(() => WeightLoader.Check(folder, layout), problems);
        return new ModelInspection
        {
            Folder = folder,
            Config = config,
            Layout = layout,
            Pieces = pieces,
            Stored = stored ?? [],
            Report = layout is null || stored is null ? null : WeightLoader.Compare(folder, layout),
            Problems = problems,
        };
    }

    private static bool HasAny(string folder) => EncoderConfigFile.FindIn(folder) is not null
        || TokenizerFolder.FindIn(folder) is not null || TensorFolder.Exists(folder);

    private static ModelOutputs OutputsOf(string folder, EncoderConfig config, IReadOnlyList<StoredTensor>? stored) =>
        stored is null ? ModelOutputs.MaskedLanguageModel : WeightLoader.FindPredictions(folder, config);

    private static T? Try<T>(Func<T> read, List<string> problems)
        where T : class
    {
        try
        {
            return read();
        }
        catch (ClozeException error)
        {
            problems.Add($"{error.Message} {error.Hint}");
            return null;
        }
    }

    private static void Check(Action check, List<string> problems) =>
        Try(
            () =>
            {
                check();
                return "";
            },
            problems);
}
