using System.Globalization;

namespace Cloze.Models;

/// <summary>
/// What a family calls its tensors, and how names in a file become those: with the LayerNorm names of today, out of the
/// modules that training programs put round a model, and with the encoder's own module in front.
/// </summary>
internal sealed class WeightNames
{
    /// <summary>Stands for a layer's number in <see cref="Stems"/>.</summary>
    internal const string LayerNumber = "{layer}";

    /// <summary>Modules that PyTorch puts round a model or a part of it: no family's names have them.</summary>
    private static readonly string[] s_innerWrappers =
        ["_orig_mod.", "_fsdp_wrapped_module.", "_checkpoint_wrapped_module.", "module."];

    /// <summary>The module in front of the encoder's names, such as <c>bert.</c>; a lone encoder's lack it.</summary>
    public required string Prefix { get; init; }

    /// <summary>What the encoder's names begin with, behind <see cref="Prefix"/>.</summary>
    public required string[] EncoderParts { get; init; }

    /// <summary>What the names of heads begin with, which have no module in front.</summary>
    public required string[] HeadParts { get; init; }

    /// <summary>What the names of the head that predicts words begin with.</summary>
    public required string[] PredictionParts { get; init; }

    /// <summary>The names of the parts that the family has, without <c>.weight</c> and <c>.bias</c>.</summary>
    public required IReadOnlyDictionary<ModelPart, string> Stems { get; init; }

    /// <summary>Whether the family has a name for a part.</summary>
    public bool Has(ModelPart part) => Stems.ContainsKey(part);

    /// <summary>The name of a part's weight.</summary>
    /// <exception cref="KeyNotFoundException">The family has no such part.</exception>
    public string Weight(ModelPart part, int layer = 0) => Stem(part, layer) + ".weight";

    /// <summary>The name of a part's bias.</summary>
    /// <inheritdoc cref="Weight" path="/exception"/>
    public string Bias(ModelPart part, int layer = 0) => Stem(part, layer) + ".bias";

    /// <summary>
    /// The names of the tensor that a decoder may share with another parameter; null for one that shares none, and for
    /// a bias that has one name only.
    /// </summary>
    public string? Partner(ParameterSpec parameter) => parameter.Part switch
    {
        ModelPart.WordEmbeddings => Weight(ModelPart.Decoder),
        ModelPart.Prediction when HasDecoderBias => Bias(ModelPart.Decoder),
        ModelPart.Decoder when parameter.IsVector => Bias(ModelPart.Prediction),
        _ => null,
    };

    /// <summary>Whether a decoder's bias has another name than that of the prediction.</summary>
    public bool HasDecoderBias => Stems[ModelPart.Decoder] != Stems[ModelPart.Prediction];

    /// <summary>
    /// The model's name of a tensor: renamed, out of its wrappers, and with <see cref="Prefix"/> before the encoder's.
    /// A name that is none of the family's stays.
    /// </summary>
    public string ModelName(string fileName)
    {
        string name = Rename(fileName), inside = Unwrap(name);
        if (BeginsWithAny(inside, HeadParts)) return inside;
        return BeginsWithAny(inside, EncoderParts) ? Prefix + inside : name;
    }

    /// <summary>The wrapper that comes off a tensor's name, such as <c>module.</c>; empty for none.</summary>
    public string WrapperOf(string fileName)
    {
        string name = Rename(fileName), model = ModelName(fileName);
        if (name == model || Prefix + name == model) return "";
        if (name.EndsWith(model, StringComparison.Ordinal)) return name[..^model.Length];
        string bare = WithoutBeginning(model, Prefix);
        return name.EndsWith(bare, StringComparison.Ordinal)
            ? WithoutBeginning(name[..^bare.Length], Prefix)
            : s_innerWrappers.First(wrapper => name.Contains("." + wrapper, StringComparison.Ordinal));
    }

    /// <summary>
    /// The name with the LayerNorm names of today: the TensorFlow of 2018 said gamma and beta for weight and bias.
    /// </summary>
    public static string Rename(string fileName)
    {
        const string gamma = ".LayerNorm.gamma", beta = ".LayerNorm.beta";
        if (fileName.EndsWith(gamma, StringComparison.Ordinal)) return fileName[..^gamma.Length] + ".LayerNorm.weight";
        if (fileName.EndsWith(beta, StringComparison.Ordinal)) return fileName[..^beta.Length] + ".LayerNorm.bias";
        return fileName;
    }

    /// <summary>Whether the tensor only counts 0, 1, 2, ...: old versions saved it, nothing needs it.</summary>
    public bool IsPositionIds(string fileName) => ModelName(fileName) == Prefix + "embeddings.position_ids";

    /// <summary>Whether a tensor of the model is of the head that predicts words.</summary>
    public bool IsOfHead(string name) => BeginsWithAny(name, PredictionParts);

    private string Stem(ModelPart part, int layer) => Stems[part].Replace(
        LayerNumber, layer.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    /// <summary>The name without any module in front of it or in it, the encoder's own among them.</summary>
    private string Unwrap(string name)
    {
        string[] outerWrappers = ["model.", Prefix];
        foreach (string wrapper in s_innerWrappers) name = Remove(name, wrapper);
        while (outerWrappers.FirstOrDefault(wrapper => HasBeginning(name, wrapper)) is { } outer)
        {
            name = WithoutBeginning(name, outer);
        }

        return name;
    }

    /// <summary>Takes a module out of a name, wherever it stands as a whole.</summary>
    private static string Remove(string name, string wrapper)
    {
        while (HasBeginning(name, wrapper)) name = WithoutBeginning(name, wrapper);
        string inner = "." + wrapper;
        while (name.Contains(inner, StringComparison.Ordinal))
        {
            name = name.Replace(inner, ".", StringComparison.Ordinal);
        }

        return name;
    }

    private static bool BeginsWithAny(string name, string[] beginnings) =>
        Array.Exists(beginnings, beginning => HasBeginning(name, beginning));

    private static bool HasBeginning(string name, string beginning) =>
        name.StartsWith(beginning, StringComparison.Ordinal);

    private static string WithoutBeginning(string name, string beginning) =>
        HasBeginning(name, beginning) ? name[beginning.Length..] : name;
}
