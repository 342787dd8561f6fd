namespace Cloze.Models;

/// <summary>All families that Cloze knows: the one place that names them.</summary>
internal static class ModelFamilies
{
    /// <summary>The <c>model_type</c> of a configuration that has none, and of new models.</summary>
    internal const string Default = "bert";

    private static readonly ModelFamily[] s_all =
    [
        new BertFamily(),
        RobertaFamily.Create(),
        RobertaFamily.CreateMultilingual(),
        new DistilBertFamily(),
        new ElectraFamily(),
        new ModernBertFamily(),
    ];

    /// <summary>
    /// A model of the same width and depth in the layout of today, of about as many parameters: a gated feed-forward
    /// part has three matrices for two, and is as much narrower.
    /// </summary>
    public static EncoderConfig Modern(EncoderConfig config) => ModernBertFamily.OfSize(config);

    /// <summary>A model of the same sizes whose embeddings have a width of their own, as ELECTRA's generator.</summary>
    public static EncoderConfig WithEmbeddings(EncoderConfig config, int width) =>
        config with { ModelType = "electra", EmbeddingSize = width };

    /// <summary>The words of <c>model_type</c> that are known.</summary>
    public static IEnumerable<string> ModelTypes => s_all.Select(family => family.ModelType);

    /// <summary>The family of this <c>model_type</c>.</summary>
    /// <exception cref="ClozeException">There is none.</exception>
    public static ModelFamily Get(string modelType) => Find(modelType) ?? throw new ClozeException(
        $"The model's model_type is {Printable.Line(modelType)}, expected one of {string.Join(", ", ModelTypes)}.",
        "Choose one of these.");

    /// <summary>The family of this <c>model_type</c>, or null.</summary>
    public static ModelFamily? Find(string modelType) =>
        Array.Find(s_all, family => family.ModelType == modelType);

    /// <summary>The family of a class of Hugging Face's library, by what its name begins with, or null.</summary>
    public static ModelFamily? OfClass(string name) =>
        Array.Find(s_all, family => name.StartsWith(family.ClassPrefix, StringComparison.Ordinal));

    /// <summary>Whether a tensor's name is one that some family gives the head that predicts words.</summary>
    public static bool IsOfHead(string name) => Array.Exists(s_all, family => family.Names.IsOfHead(name));
}
