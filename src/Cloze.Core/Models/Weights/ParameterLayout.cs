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
    public ParameterLayout(EncoderConfig config, ModelOutputs outputs)
    {
        Outputs = outputs;
        AddEmbeddings(config);
        for (int layer = 0; layer < config.LayerCount; layer++) AddLayer(config, layer);
        if (outputs.HasFlag(ModelOutputs.Pooler)) AddLinear("bert.pooler.dense", config.HiddenSize, config.HiddenSize);
        if (outputs.HasFlag(ModelOutputs.MaskedLanguageModel)) AddPredictionHead(config);
        if (outputs.HasFlag(ModelOutputs.NextSentence)) AddLinear("cls.seq_relationship", 2, config.HiddenSize);
    }

    /// <summary>The outputs laid out.</summary>
    public ModelOutputs Outputs { get; }

    /// <summary>All parameters, by place.</summary>
    public IReadOnlyList<ParameterSpec> Parameters => _parameters;

    /// <summary>Floats of the flat buffer, gaps for alignment included.</summary>
    public nint Length { get; private set; }

    /// <summary>Number of values without the gaps.</summary>
    public long ParameterCount => _parameters.Sum(parameter => (long)parameter.Count);

    /// <summary>The parameter of this name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public ParameterSpec this[string name] => _byName[name];

    /// <summary>The parameter of this name, if there is one.</summary>
    public bool TryFind(string name, out ParameterSpec? parameter) => _byName.TryGetValue(name, out parameter);

    private void AddEmbeddings(EncoderConfig config)
    {
        AddMatrix("bert.embeddings.word_embeddings.weight", config.VocabularySize, config.HiddenSize);
        AddMatrix("bert.embeddings.position_embeddings.weight", config.MaximumPositions, config.HiddenSize);
        AddMatrix("bert.embeddings.token_type_embeddings.weight", config.TokenTypes, config.HiddenSize);
        AddNorm("bert.embeddings.LayerNorm", config.HiddenSize);
    }

    private void AddLayer(EncoderConfig config, int layer)
    {
        string prefix = $"bert.encoder.layer.{layer}";
        int hidden = config.HiddenSize;
        AddMatrix($"{prefix}.attention.self.query.weight", hidden, hidden, isHidden: true);
        AddMatrix($"{prefix}.attention.self.key.weight", hidden, hidden, aligned: false, isHidden: true);
        AddMatrix($"{prefix}.attention.self.value.weight", hidden, hidden, aligned: false, isHidden: true);
        AddVector($"{prefix}.attention.self.query.bias", hidden);
        AddVector($"{prefix}.attention.self.key.bias", hidden, aligned: false);
        AddVector($"{prefix}.attention.self.value.bias", hidden, aligned: false);
        AddLinear($"{prefix}.attention.output.dense", hidden, hidden, isHidden: true);
        AddNorm($"{prefix}.attention.output.LayerNorm", hidden);
        AddLinear($"{prefix}.intermediate.dense", config.InnerSize, hidden, isHidden: true);
        AddLinear($"{prefix}.output.dense", hidden, config.InnerSize, isHidden: true);
        AddNorm($"{prefix}.output.LayerNorm", hidden);
    }

    private void AddPredictionHead(EncoderConfig config)
    {
        AddVector("cls.predictions.bias", config.VocabularySize);
        AddLinear("cls.predictions.transform.dense", config.HiddenSize, config.HiddenSize);
        AddNorm("cls.predictions.transform.LayerNorm", config.HiddenSize);
        if (!config.TieDecoder) AddLinear("cls.predictions.decoder", config.VocabularySize, config.HiddenSize);
    }

    private void AddLinear(string name, int outputs, int inputs, bool isHidden = false)
    {
        AddMatrix($"{name}.weight", outputs, inputs, isHidden: isHidden);
        AddVector($"{name}.bias", outputs);
    }

    private void AddNorm(string name, int size)
    {
        AddVector($"{name}.weight", size);
        AddVector($"{name}.bias", size);
    }

    private void AddMatrix(string name, int rows, int columns, bool aligned = true, bool isHidden = false) =>
        Add(name, rows, columns, isVector: false, decays: true, aligned, isHidden);

    private void AddVector(string name, int length, bool aligned = true) =>
        Add(name, 1, length, isVector: true, decays: false, aligned);

    private void Add(
        string name, int rows, int columns, bool isVector, bool decays, bool aligned, bool isHidden = false)
    {
        nint offset = aligned ? (Length + Arena.Alignment - 1) / Arena.Alignment * Arena.Alignment : Length;
        var parameter = new ParameterSpec(name, rows, columns, isVector, offset, decays) { IsHidden = isHidden };
        _parameters.Add(parameter);
        _byName.Add(name, parameter);
        Length = offset + parameter.Count;
    }
}
