using Cloze.Data;
using Cloze.Models;

namespace Cloze.Initialization;

/// <summary>
/// First weights from the corpus's own statistics, for an unchanged encoder: word embeddings that factorise the mutual
/// information of neighbours, an output bias of word frequencies, and heads of the first layer that look at the
/// neighbouring pieces. The method and what it is worth stand in <c>docs/corpus-start.md</c>.
/// </summary>
/// <remarks>
/// The first half of the hidden dimensions holds content, the other half the position code. Where positions are rotary,
/// the other half is free, and heads look at neighbours by their angles: see <see cref="RotaryAim"/>. The same counts
/// and seed give the same bits for any number of threads.
/// </remarks>
internal static class CorpusStart
{
    private const double ContentNoise = 0.004;
    private const double PositionNoise = 0.001;
    private const double QuietDeviation = 0.006;
    private const float HeadBias = 2;
    private const int FewestHidden = 4;

    /// <summary>Writes all parameters of a model.</summary>
    /// <param name="counts">The training part's counts, of the model's vocabulary.</param>
    /// <param name="config">Sizes of the model.</param>
    /// <param name="layout">Its parameters.</param>
    /// <param name="options">Seed, length and threads.</param>
    /// <param name="destination">The flat buffer, as long as the layout; ready to be uploaded.</param>
    /// <param name="progress">Told the share of the factorisation done.</param>
    /// <param name="cancellation">Stops the factorisation.</param>
    /// <exception cref="ClozeException">
    /// The counts are of another vocabulary or hold no two pieces side by side, the model is too narrow, or an option
    /// is outside its range.
    /// </exception>
    public static void Apply(
        CorpusCounts counts,
        EncoderConfig config,
        ParameterLayout layout,
        CorpusStartOptions options,
        Span<float> destination,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        options.Validate();
        if (destination.Length != layout.Length) throw new ArgumentException($"Expected {layout.Length} values.");
        SparseSymmetric information = Information(counts, config);
        var code = new PositionCode(config.HiddenSize, First: config.HiddenSize / 2);
        TruncatedFactors factors = TruncatedFactors.Find(information, code.First, options, progress, cancellation);

        FillAsUsual(config, layout, options.Seed, destination);
        Span<float> words = Values(layout.Find(ModelPart.WordEmbeddings)!, destination);
        AddFactors(factors, information, options.Length, config.HiddenSize, words);
        if (config.PreNorm is { } blocks)
        {
            FillFreeHalf(information, options, config.HiddenSize, words);
            RotaryAim.Apply(config, blocks, layout, destination);
        }
        else
        {
            Span<float> positions = Values(layout.Find(ModelPart.PositionEmbeddings)!, destination);
            code.WriteEmbeddings(options.Length, positions[(config.FirstPosition * config.HiddenSize)..]);
            if (config.LayerCount > 0) AimHeads(code, config, layout, options, destination);
        }

        if (layout.Outputs.HasFlag(ModelOutputs.MaskedLanguageModel)) SetHead(counts, code, layout, destination);
        if (layout.Find(ModelPart.Decoder) is { } decoder) words.CopyTo(Values(decoder, destination));
    }

    private static SparseSymmetric Information(CorpusCounts counts, EncoderConfig config)
    {
        if (counts.VocabularySize != config.VocabularySize)
        {
            throw new ClozeException(
                $"The corpus was counted in {counts.VocabularySize} pieces, the model has {config.VocabularySize}.",
                "Count with the model's own tokenizer.");
        }

        if (config.EmbeddingSize != config.HiddenSize)
        {
            throw new ClozeException(
                $"A start from the corpus needs embeddings as wide as the hidden states, the model has "
                + $"{config.EmbeddingSize} and {config.HiddenSize}.",
                "Choose a random start.");
        }

        if (config.HiddenSize < FewestHidden)
        {
            throw new ClozeException(
                $"A start from the corpus needs {FewestHidden} hidden dimensions, the model has {config.HiddenSize}.",
                "Choose a wider model or a random start.");
        }

        SparseSymmetric information = MutualInformation.Positive(counts);
        if (information.EntryCount > 0) return information;
        throw new ClozeException(
            $"A start from the corpus needs pieces that stand side by side more often than by chance; the corpus "
            + $"of {counts.Total} tokens has none.",
            "Give it more text or choose a random start.");
    }

    /// <summary>Everything as a random start has it, but for the smaller deviations of the specification.</summary>
    private static void FillAsUsual(EncoderConfig config, ParameterLayout layout, ulong seed, Span<float> destination)
    {
        destination.Clear();
        for (int i = 0; i < layout.Parameters.Count; i++)
        {
            ParameterSpec parameter = layout.Parameters[i];
            Span<float> values = Values(parameter, destination);
            if (parameter.IsGain) values.Fill(1);
            if (parameter.IsVector) continue;
            (double content, double position) = Deviations(parameter.Part, config.InitializerRange);
            var random = new KeyedRandom(seed, RandomPurpose.Weights, 0, (ulong)i);
            for (int value = 0; value < values.Length; value++)
            {
                bool isContent = value % parameter.Columns < parameter.Columns / 2;
                values[value] = (float)((isContent ? content : position) * random.NextNormal());
            }
        }
    }

    /// <summary>Standard deviations of a weight's first and second half of columns.</summary>
    private static (double Content, double Position) Deviations(ModelPart part, double usual) => part switch
    {
        ModelPart.WordEmbeddings => (ContentNoise, PositionNoise),
        ModelPart.TypeEmbeddings => (usual, PositionNoise),
        ModelPart.Transform or ModelPart.Output => (QuietDeviation, QuietDeviation),
        _ => (usual, usual),
    };

    /// <summary>
    /// words[x, c] += length U[x, c] sqrt(S[c]) / ||U[x] sqrt(S)||: the direction says which neighbours a piece has.
    /// How often it occurs is said by the bias; rows as long as the information is strong would say it again, and a few
    /// of ten times the usual length would win wherever they look alike. Pieces without any neighbour have no factors.
    /// </summary>
    private static void AddFactors(
        TruncatedFactors factors, SparseSymmetric information, double length, int hidden, Span<float> words)
    {
        double[] roots = [.. factors.Values.Select(Math.Sqrt)];
        for (int piece = 0; piece < information.Size; piece++)
        {
            if (information.IsEmpty(piece)) continue;
            Span<double> row = factors.Vectors.Row(piece);
            double squares = 0;
            for (int c = 0; c < row.Length; c++)
            {
                row[c] *= roots[c];
                squares += row[c] * row[c];
            }

            if (squares == 0) continue;
            double scale = length / Math.Sqrt(squares);
            for (int c = 0; c < row.Length; c++) words[(piece * hidden) + c] += (float)(scale * row[c]);
        }
    }

    /// <summary>
    /// Pieces without any neighbour, the special ones among them, get their length in the half without content: a norm
    /// would else blow up the little noise that they have for content.
    /// </summary>
    private static void FillFreeHalf(
        SparseSymmetric information, CorpusStartOptions options, int hidden, Span<float> words)
    {
        for (int piece = 0; piece < information.Size; piece++)
        {
            if (!information.IsEmpty(piece)) continue;
            var random = new KeyedRandom(options.Seed, RandomPurpose.Factorisation, 2, (ulong)piece);
            Span<float> free = words.Slice((piece * hidden) + (hidden / 2), hidden - (hidden / 2));
            double deviation = options.Length / Math.Sqrt(free.Length);
            foreach (ref float value in free) value = (float)(deviation * random.NextNormal());
        }
    }

    private static void AimHeads(
        PositionCode code,
        EncoderConfig config,
        ParameterLayout layout,
        CorpusStartOptions options,
        Span<float> destination)
    {
        Span<float> query = Values(layout.Find(ModelPart.Query, 0)!, destination);
        Span<float> key = Values(layout.Find(ModelPart.Key, 0)!, destination);
        int size = query.Length / config.AttentionHeadCount;
        for (int head = 0; head < config.AttentionHeadCount; head++)
        {
            int offset = head % 2 == 0 ? -1 : 1;
            var random = new KeyedRandom(options.Seed, RandomPurpose.Factorisation, 1, (ulong)head);
            code.AimHead(offset, options.Gain, random, query.Slice(head * size, size), key.Slice(head * size, size));
        }
    }

    private static void SetHead(CorpusCounts counts, PositionCode code, ParameterLayout layout, Span<float> destination)
    {
        Span<float> transform = Values(layout.Find(ModelPart.Transform)!, destination);
        for (int i = 0; i < code.First; i++) transform[(i * code.HiddenSize) + i] += 1;
        if (layout.FindBias(ModelPart.Transform) is { } shift) Values(shift, destination).Fill(HeadBias);
        if (layout.FindBias(ModelPart.Prediction) is not { } prediction) return;
        Span<float> bias = Values(prediction, destination);
        for (int id = 0; id < bias.Length; id++) bias[id] = (float)counts.LogProbability(id);
        if (layout.FindBias(ModelPart.Decoder) is { } untied) bias.CopyTo(Values(untied, destination));
    }

    private static Span<float> Values(ParameterSpec parameter, Span<float> all) =>
        all.Slice((int)parameter.Offset, (int)parameter.Count);
}
