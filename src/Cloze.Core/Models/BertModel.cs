using Cloze.Compute;

namespace Cloze.Models;

/// <summary>
/// A BERT (Devlin et al. 2019): its weights in the memory of a backend. <see cref="BertTraining"/> and
/// <see cref="BertInference"/> run it; several of them may share one model as long as none changes the weights.
/// </summary>
public sealed class BertModel : IDisposable
{
    private readonly Arena _memory;

    /// <summary>Creates a model whose weights are all zero.</summary>
    /// <exception cref="ClozeException">There is not enough memory.</exception>
    /// <exception cref="ArgumentException">The hidden size is not a multiple of the number of heads.</exception>
    public BertModel(IBackend backend, BertConfig config, ModelHeads heads)
    {
        if (config.HiddenSize % config.HeadCount != 0)
        {
            throw new ArgumentException($"Hidden size {config.HiddenSize} is no multiple of {config.HeadCount} heads.");
        }

        Backend = backend;
        Config = config;
        Layout = new ParameterLayout(config, heads);
        int length = checked((int)Layout.Length);
        _memory = backend.CreateArena("weights", Arena.SizeOf(1, length));
        Parameters = _memory.Take(1, length);
        Weights = new BertWeights(config, Layout, Parameters);
        Embeddings = new EmbeddingLayer(backend, config, Weights);
        Layers = [.. Weights.Layers.Select((weights, layer) => new EncoderLayer(backend, config, layer, weights))];
        if (heads.HasFlag(ModelHeads.MaskedLanguageModel)) Prediction = new MaskedLanguageHead(backend, config, Weights);
        if (heads.HasFlag(ModelHeads.Pooler)) Pooler = new Pooler(backend, config, Weights);
        if (heads.HasFlag(ModelHeads.NextSentence)) NextSentence = new NextSentenceHead(backend, Weights);
    }

    /// <summary>Where the model lives and runs.</summary>
    public IBackend Backend { get; }

    /// <summary>Sizes and settings.</summary>
    public BertConfig Config { get; }

    /// <summary>Names, shapes and places of the parameters.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>All parameters in one, [1, Layout.Length].</summary>
    public Tensor Parameters { get; }

    internal BertWeights Weights { get; }

    internal EmbeddingLayer Embeddings { get; }

    internal EncoderLayer[] Layers { get; }

    internal MaskedLanguageHead? Prediction { get; }

    internal Pooler? Pooler { get; }

    internal NextSentenceHead? NextSentence { get; }

    /// <summary>The parameter of this name, see <see cref="ParameterSpec.Name"/>.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public Tensor this[string name] => Weights[name];

    /// <summary>
    /// BERT's own first weights: matrices from a normal distribution of deviation
    /// <see cref="BertConfig.InitializerRange"/>, cut at two deviations; biases 0, LayerNorm the identity.
    /// </summary>
    public void InitializeRandomly(ulong seed)
    {
        for (int index = 0; index < Layout.Parameters.Count; index++)
        {
            ParameterSpec parameter = Layout.Parameters[index];
            float[] values = new float[checked((int)parameter.Count)];
            if (parameter.Name.EndsWith("LayerNorm.weight", StringComparison.Ordinal)) Array.Fill(values, 1);
            else if (!parameter.IsVector) FillTruncatedNormal(new(seed, RandomPurpose.Weights, 0, (ulong)index), values);
            Backend.Upload(values, this[parameter.Name]);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    private void FillTruncatedNormal(KeyedRandom random, Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            double value = random.NextNormal();
            while (Math.Abs(value) > 2) value = random.NextNormal();
            values[i] = (float)(value * Config.InitializerRange);
        }
    }
}
