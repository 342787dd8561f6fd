using Cloze.Compute;

namespace Cloze.Models;

/// <summary>
/// An encoder with its heads: its weights in the memory of a backend. <see cref="EncoderTraining"/> and
/// <see cref="EncoderInference"/> run it; several of them may share one model as long as none changes the weights.
/// </summary>
internal sealed class EncoderModel : IDisposable
{
    private readonly Owned _owned = new();

    /// <summary>Creates a model whose weights are all zero.</summary>
    /// <exception cref="ClozeException">There is not enough memory, or the model is too large to be held.</exception>
    /// <exception cref="ArgumentException">The hidden size is not a multiple of the number of heads.</exception>
    public EncoderModel(Backend backend, EncoderConfig config, ModelOutputs heads)
    {
        if (config.HiddenSize % config.AttentionHeadCount != 0)
        {
            throw new ArgumentException(
                $"Hidden size {config.HiddenSize} is no multiple of {config.AttentionHeadCount} attention heads.");
        }

        Backend = backend;
        Config = config;
        Layout = new ParameterLayout(config, heads);
        int length = LengthOf(Layout);
        Arena memory = _owned.Add(backend.CreateArena("weights", Arena.SizeOf(1, length)));
        try
        {
            Parameters = memory.Take(1, length);
            Weights = new EncoderWeights(config, Layout, Parameters);
            Embeddings = new EmbeddingLayer(backend, config, Weights);
            Patterns = _owned.Add(new AttentionPatterns(backend, config));
            Layers = [.. Weights.Layers.Select(CreateLayer)];
            bool Has(ModelOutputs head) => heads.HasFlag(head);
            if (Has(ModelOutputs.MaskedLanguageModel)) Prediction = new MaskedLanguageOutput(backend, config, Weights);
            if (Has(ModelOutputs.Pooler)) Pooler = new Pooler(backend, config, Weights);
            if (Has(ModelOutputs.NextSentence)) NextSentence = new NextSentenceOutput(backend, Weights);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Where the model lives and runs.</summary>
    public Backend Backend { get; }

    /// <summary>Sizes and settings.</summary>
    public EncoderConfig Config { get; }

    /// <summary>Names, shapes and places of the parameters.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>All parameters in one, [1, Layout.Length].</summary>
    public Tensor Parameters { get; }

    internal EncoderWeights Weights { get; }

    internal EmbeddingLayer Embeddings { get; }

    internal EncoderLayer[] Layers { get; }

    internal AttentionPatterns Patterns { get; }

    internal MaskedLanguageOutput? Prediction { get; }

    internal Pooler? Pooler { get; }

    internal NextSentenceOutput? NextSentence { get; }

    /// <summary>The parameter of this name, see <see cref="ParameterSpec.Name"/>.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public Tensor this[string name] => Weights[name];

    /// <summary>
    /// The usual first weights: matrices from a normal distribution of deviation
    /// <see cref="EncoderConfig.InitializerRange"/>, cut at two deviations; biases 0, LayerNorm the identity. Where
    /// norms come first, what is added to the stream has a smaller one: see <see cref="EncoderConfig.DeviationOf"/>.
    /// </summary>
    public void InitializeRandomly(ulong seed)
    {
        for (int index = 0; index < Layout.Parameters.Count; index++) InitializeRandomly(seed, index);
    }

    /// <summary>Opens a model folder as Hugging Face's library writes it.</summary>
    /// <param name="folder">Holds <c>config.json</c> and the weights.</param>
    /// <param name="backend">Where the model is to live and run.</param>
    /// <param name="heads">The heads wanted; <see cref="WeightLoader.FindOutputs"/> tells which the folder has.</param>
    /// <param name="report">
    /// What the folder lacked and what it had beside. What it lacked has the usual first weights, drawn with seed 0.
    /// </param>
    /// <exception cref="ClozeException">
    /// A file is missing, cannot be read or breaks its format; a tensor has another shape than the configuration asks
    /// for; there is not enough memory.
    /// </exception>
    public static EncoderModel Load(string folder, Backend backend, ModelOutputs heads, out LoadReport report)
    {
        EncoderConfig config = EncoderConfigFile.Load(folder);
        EncoderModel? model = null;
        var found = new HashSet<string>();
        try
        {
            // The loader has compared all shapes when it gives the first tensor: no memory is taken before.
            report = WeightLoader.Load(folder, new ParameterLayout(config, heads), (parameter, first, values) =>
            {
                model ??= new EncoderModel(backend, config, heads);
                backend.Upload(values, model[parameter.Name].Slice(first, 1, values.Length));
                found.Add(parameter.Name);
            });
            model ??= new EncoderModel(backend, config, heads);
            for (int index = 0; index < model.Layout.Parameters.Count; index++)
            {
                if (!found.Contains(model.Layout.Parameters[index].Name)) model.InitializeRandomly(0, index);
            }

            return model;
        }
        catch
        {
            model?.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Writes <c>model.safetensors</c> and <c>config.json</c> into a folder, which Hugging Face's library opens.
    /// </summary>
    /// <exception cref="ClozeException">The disk is full or the folder cannot be written.</exception>
    public void Save(string folder)
    {
        float[] buffer = [];
        WeightWriter.Save(folder, Config, Layout, (parameter, first, count) =>
        {
            if (buffer.Length < count) buffer = new float[count];
            Span<float> values = buffer.AsSpan(0, count);
            Backend.Download(this[parameter.Name].Slice(first, 1, count), values);
            return values;
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _owned.Dispose();

    private EncoderLayer CreateLayer(EncoderLayerWeights weights, int layer) => Config.PreNorm is null
        ? new PostNormLayer(Backend, Config, layer, weights)
        : new PreNormLayer(Backend, Config, layer, weights, Patterns[layer]);

    private static int LengthOf(ParameterLayout layout) => layout.Length <= int.MaxValue
        ? (int)layout.Length
        : throw new ClozeException(
            $"The model has {layout.ParameterCount} parameters, expected at most {int.MaxValue}.",
            "Choose a smaller model.");

    private void InitializeRandomly(ulong seed, int index)
    {
        ParameterSpec parameter = Layout.Parameters[index];
        float[] values = new float[checked((int)parameter.Count)];
        if (parameter.IsGain) Array.Fill(values, 1);
        else if (!parameter.IsVector)
        {
            var random = new KeyedRandom(seed, RandomPurpose.Weights, 0, (ulong)index);
            FillTruncatedNormal(random, Config.DeviationOf(parameter.Part), values);
        }

        Backend.Upload(values, this[parameter.Name]);
    }

    private static void FillTruncatedNormal(KeyedRandom random, double deviation, Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            double value = random.NextNormal();
            while (Math.Abs(value) > 2) value = random.NextNormal();
            values[i] = (float)(value * deviation);
        }
    }
}
