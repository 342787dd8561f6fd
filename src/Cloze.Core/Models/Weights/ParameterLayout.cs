using Cloze.Compute;

namespace Cloze.Models;

/// <summary>
/// Every parameter of a model in one flat buffer, in a fixed order. Gradients and optimizer state use the same layout.
/// Query, key and value of a layer lie side by side, so that one product with [3H, H] gives all three.
/// </summary>
public sealed class ParameterLayout
{
    private readonly List<ParameterSpec> _parameters = [];
    private readonly Dictionary<string, ParameterSpec> _byName = [];

    /// <summary>Lays out the parameters of a model with these sizes and outputs.</summary>
    /// <exception cref="ClozeException">The model's family is not known or has no such output.</exception>
    public ParameterLayout(EncoderConfig config, ModelOutputs outputs)
    {
        Outputs = outputs;
        Names = config.Family.Names;
        RequirePart(config, ModelPart.Pooler, outputs.HasFlag(ModelOutputs.Pooler), "pooler");
        RequirePart(
            config, ModelPart.NextSentence, outputs.HasFlag(ModelOutputs.NextSentence), "next-sentence head");
        AddEmbeddings(config);
        for (int layer = 0; layer < config.LayerCount; layer++) AddLayer(config, layer);
        int hidden = config.HiddenSize;
        if (outputs.HasFlag(ModelOutputs.Pooler)) AddLinear(ModelPart.Pooler, hidden, hidden);
        if (outputs.HasFlag(ModelOutputs.MaskedLanguageModel)) AddPredictionHead(config);
        if (outputs.HasFlag(ModelOutputs.NextSentence)) AddLinear(ModelPart.NextSentence, 2, hidden);
    }

    /// <summary>The outputs laid out.</summary>
    public ModelOutputs Outputs { get; }

    /// <summary>All parameters, by place.</summary>
    public IReadOnlyList<ParameterSpec> Parameters => _parameters;

    /// <summary>Floats of the flat buffer, gaps for alignment included.</summary>
    public nint Length { get; private set; }

    /// <summary>Number of values without the gaps.</summary>
    public long ParameterCount => _parameters.Sum(parameter => (long)parameter.Count);

    /// <summary>What the model's family calls its tensors.</summary>
    internal WeightNames Names { get; }

    /// <summary>The parameter of this name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public ParameterSpec this[string name] => _byName[name];

    /// <summary>The parameter of this name, if there is one.</summary>
    public bool TryFind(string name, out ParameterSpec? parameter) => _byName.TryGetValue(name, out parameter);

    /// <summary>The weight of a part, or null where the model has none.</summary>
    internal ParameterSpec? Find(ModelPart part, int layer = -1) => Find(part, layer, isBias: false);

    /// <summary>The bias of a part, or null where the model has none.</summary>
    internal ParameterSpec? FindBias(ModelPart part, int layer = -1) => Find(part, layer, isBias: true);

    private ParameterSpec? Find(ModelPart part, int layer, bool isBias)
    {
        if (!Names.Has(part)) return null;
        string name = isBias ? Names.Bias(part, layer) : Names.Weight(part, layer);
        return _byName.TryGetValue(name, out ParameterSpec? found) && found.Part == part ? found : null;
    }

    private void RequirePart(EncoderConfig config, ModelPart part, bool isWanted, string what)
    {
        if (!isWanted || Names.Has(part)) return;
        throw new ClozeException(
            $"A model of the model_type \"{config.ModelType}\" has no {what}.", "Use a model that has one.");
    }

    private void AddEmbeddings(EncoderConfig config)
    {
        int width = config.EmbeddingSize;
        AddMatrix(ModelPart.WordEmbeddings, config.VocabularySize, width);
        if (config.HasPositions)
        {
            AddMatrix(ModelPart.PositionEmbeddings, config.FirstPosition + config.MaximumPositions, width);
        }

        if (config.TokenTypes > 0) AddMatrix(ModelPart.TypeEmbeddings, config.TokenTypes, width);
        AddNorm(ModelPart.EmbeddingNorm, width, hasBias: HasNormBias(config));
        if (width != config.HiddenSize) AddLinear(ModelPart.EmbeddingProjection, config.HiddenSize, width);
    }

    private void AddLayer(EncoderConfig config, int layer)
    {
        if (config.PreNorm is { } blocks)
        {
            AddLayer(config, blocks, layer);
            return;
        }

        int hidden = config.HiddenSize;
        AddMatrix(ModelPart.Query, hidden, hidden, layer);
        AddMatrix(ModelPart.Key, hidden, hidden, layer, aligned: false);
        AddMatrix(ModelPart.Value, hidden, hidden, layer, aligned: false);
        AddBias(ModelPart.Query, hidden, layer);
        AddBias(ModelPart.Key, hidden, layer, aligned: false);
        AddBias(ModelPart.Value, hidden, layer, aligned: false);
        AddLinear(ModelPart.AttentionOutput, hidden, hidden, layer);
        AddNorm(ModelPart.AttentionNorm, hidden, layer);
        AddLinear(ModelPart.Inner, config.InnerSize, hidden, layer);
        AddLinear(ModelPart.Output, hidden, config.InnerSize, layer);
        AddNorm(ModelPart.OutputNorm, hidden, layer);
    }

    /// <summary>
    /// A layer whose norms come first; the first has none before its attention, the last has the final one too.
    /// </summary>
    private void AddLayer(EncoderConfig config, PreNormConfig blocks, int layer)
    {
        int hidden = config.HiddenSize, inner = config.InnerSize;
        if (layer > 0) AddNorm(ModelPart.AttentionNorm, hidden, layer, blocks.HasNormBias);
        AddLinear(ModelPart.QueryKeyValue, 3 * hidden, hidden, layer, blocks.HasAttentionBias);
        AddLinear(ModelPart.AttentionOutput, hidden, hidden, layer, blocks.HasAttentionBias);
        AddNorm(ModelPart.OutputNorm, hidden, layer, blocks.HasNormBias);
        AddLinear(ModelPart.Inner, 2 * inner, hidden, layer, blocks.HasInnerBias);
        AddLinear(ModelPart.Output, hidden, inner, layer, blocks.HasInnerBias);
        if (layer == config.LayerCount - 1) AddNorm(ModelPart.FinalNorm, hidden, layer, blocks.HasNormBias);
    }

    private static bool HasNormBias(EncoderConfig config) => config.PreNorm?.HasNormBias ?? true;

    private void AddPredictionHead(EncoderConfig config)
    {
        int width = config.EmbeddingSize;
        if (config.PreNorm?.HasDecoderBias ?? true) AddBias(ModelPart.Prediction, config.VocabularySize);
        AddLinear(
            ModelPart.Transform, width, config.HiddenSize, hasBias: config.PreNorm?.HasHeadBias ?? true);
        AddNorm(ModelPart.TransformNorm, width, hasBias: HasNormBias(config));
        if (config.TieDecoder) return;
        AddMatrix(ModelPart.Decoder, config.VocabularySize, config.EmbeddingSize);
        if (Names.HasDecoderBias) AddBias(ModelPart.Decoder, config.VocabularySize);
    }

    private void AddLinear(ModelPart part, int outputs, int inputs, int layer = -1, bool hasBias = true)
    {
        AddMatrix(part, outputs, inputs, layer);
        if (hasBias) AddBias(part, outputs, layer);
    }

    private void AddNorm(ModelPart part, int size, int layer = -1, bool hasBias = true)
    {
        Add(Names.Weight(part, layer), 1, size, isVector: true, aligned: true, part, layer, isGain: true);
        if (hasBias) AddBias(part, size, layer);
    }

    private void AddMatrix(ModelPart part, int rows, int columns, int layer = -1, bool aligned = true) =>
        Add(Names.Weight(part, layer), rows, columns, isVector: false, aligned, part, layer);

    private void AddBias(ModelPart part, int length, int layer = -1, bool aligned = true) =>
        Add(Names.Bias(part, layer), 1, length, isVector: true, aligned, part, layer);

    private void Add(
        string name,
        int rows,
        int columns,
        bool isVector,
        bool aligned,
        ModelPart part,
        int layer,
        bool isGain = false)
    {
        nint offset = aligned ? (Length + Arena.Alignment - 1) / Arena.Alignment * Arena.Alignment : Length;
        var parameter = new ParameterSpec(name, rows, columns, isVector, offset, Decays: !isVector)
        {
            IsHidden = !isVector && layer >= 0,
            Part = part,
            Layer = layer,
            IsGain = isGain,
        };
        _parameters.Add(parameter);
        _byName.Add(name, parameter);
        Length = offset + parameter.Count;
    }
}
