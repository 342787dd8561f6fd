using Cloze.Compute;
using Cloze.Masking;
using Cloze.Models;
using Cloze.Predictions;
using Cloze.Text;

namespace Cloze.Inference;

/// <summary>
/// A trained model with its tokenizer, ready to fill masks. Loading gives a finished object; calls from several
/// threads take turns.
/// </summary>
public sealed class MaskedLanguageModel : IDisposable
{
    private readonly Lock _turn = new();
    private readonly CpuBackend _backend;
    private readonly EncoderModel _model;
    private readonly EncoderInference _inference;
    private readonly TokenBatch _batch;

    private MaskedLanguageModel(CpuBackend backend, EncoderModel model, Tokenizer tokenizer, LoadReport report)
    {
        _backend = backend;
        _model = model;
        Tokenizer = tokenizer;
        Report = report;
        int positions = model.Config.MaximumPositions;
        _inference = new EncoderInference(model, positions, 1, keepLayers: true);
        _batch = new TokenBatch(positions, 1, positions);
    }

    /// <summary>The tokenizer the model was trained with.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>The model's sizes and settings.</summary>
    public EncoderConfig Config => _model.Config;

    /// <summary>Which tensors the folder lacked and which were left unused.</summary>
    public LoadReport Report { get; }

    /// <summary>Where each parameter stands and how large it is.</summary>
    public ParameterLayout Layout => _model.Layout;

    /// <summary>Loads a model folder in the Hugging Face layout.</summary>
    /// <param name="folder">Holds config.json, the weights and the tokenizer.</param>
    /// <param name="threads">Threads to compute with; 0 for one a core.</param>
    /// <exception cref="ClozeException">The folder is missing, damaged, or its parts disagree.</exception>
    public static MaskedLanguageModel Load(string folder, int threads = 0)
    {
        Tokenizer tokenizer = Tokenizer.Load(folder);
        var backend = new CpuBackend(threads);
        try
        {
            var model = EncoderModel.Load(folder, backend, ModelOutputs.MaskedLanguageModel, out LoadReport report);
            RequireFittingVocabulary(folder, tokenizer, model.Config);
            return new MaskedLanguageModel(backend, model, tokenizer, report);
        }
        catch
        {
            backend.Dispose();
            throw;
        }
    }

    /// <summary>Predicts the one <c>[MASK]</c> of a text.</summary>
    /// <exception cref="ClozeException">The text has no mask or several, or a target is no single piece.</exception>
    public IReadOnlyList<Prediction> Fill(string text, FillOptions? options = null)
    {
        FillResult result = FillMasks(text, null, options);
        if (result.Masks.Count == 1) return result.Masks[0];
        throw new ClozeException(
            $"The text has {result.Masks.Count} {MaskToken} tokens, expected one.",
            "Call FillMasks for several masks.");
    }

    /// <summary>Predicts every <c>[MASK]</c> of a text, each on its own, the others left in place.</summary>
    /// <param name="text">The text, or the first of a pair.</param>
    /// <param name="pair">The second text, or null.</param>
    /// <param name="options">How many predictions, and among which words.</param>
    /// <exception cref="ClozeException">The text has no mask, or a target is no single piece.</exception>
    public FillResult FillMasks(string text, string? pair = null, FillOptions? options = null)
    {
        options ??= new FillOptions();
        if (options.TopK < 1)
        {
            throw new ClozeException(
                $"top-k is {options.TopK}, expected 1 or more.", "Ask for at least one prediction.");
        }

        int[]? targets = options.Targets is null ? null : ResolveTargets(options.Targets);
        Encoding encoding = Encode(text, pair, out int cut);
        int[] ids = [.. encoding.InputIds];
        int[] rows = [.. Enumerable.Range(0, ids.Length).Where(row => ids[row] == Tokenizer.Vocabulary.MaskId)];
        if (rows.Length == 0) throw NoMask(cut);
        float[] logits = new float[(long)rows.Length * Config.VocabularySize];
        lock (_turn)
        {
            Run(ids, encoding.TokenTypeIds.AsSpan());
            _inference.Logits(rows, logits);
        }

        var masks = new IReadOnlyList<Prediction>[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            Span<float> row = logits.AsSpan(i * Config.VocabularySize, Config.VocabularySize);
            masks[i] = Predict(row, ids, rows[i], rows.Length == 1, targets, options.TopK);
        }

        return new FillResult(masks, cut);
    }

    /// <summary>Encodes a text for this model, cut to its positions.</summary>
    /// <param name="text">The text, or the first of a pair.</param>
    /// <param name="pair">The second text, or null.</param>
    /// <param name="tokensCut">How many tokens did not fit.</param>
    public Encoding Encode(string text, string? pair, out int tokensCut)
    {
        Encoding whole = Tokenizer.Encode(text, pair, new EncodingOptions { Truncation = TruncationStrategy.None });
        tokensCut = Math.Max(0, whole.InputIds.Length - Config.MaximumPositions);
        if (tokensCut == 0) return whole;
        return Tokenizer.Encode(text, pair, new EncodingOptions
        {
            MaximumLength = Config.MaximumPositions,
            Truncation = TruncationStrategy.LongestFirst,
        });
    }

    /// <summary>Walks one sentence through every step from ids to loss.</summary>
    /// <param name="encoding">The sentence, as <see cref="Encode"/> gave it.</param>
    /// <param name="masks">Which positions are to be predicted and what the model sees there.</param>
    /// <param name="topK">How many predictions to show for each.</param>
    /// <exception cref="ClozeException">No position is to be predicted.</exception>
    public Explanation Explain(Encoding encoding, IReadOnlyList<MaskPlan> masks, int topK = 5)
    {
        if (masks.Count == 0) throw NoMask(0);
        int[] ids = [.. encoding.InputIds];
        foreach (MaskPlan mask in masks) ids[mask.Position] = mask.InputId;
        float[] logits = new float[(long)masks.Count * Config.VocabularySize];
        lock (_turn)
        {
            Run(ids, encoding.TokenTypeIds.AsSpan());
            _inference.Logits([.. masks.Select(mask => mask.Position)], logits);
            return new Explainer(_model, _inference, Tokenizer).Explain(encoding, ids, masks, logits, topK);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _inference.Dispose();
        _model.Dispose();
        _backend.Dispose();
    }

    private string MaskToken => Tokenizer.Vocabulary[Tokenizer.Vocabulary.MaskId];

    private static void RequireFittingVocabulary(string folder, Tokenizer tokenizer, EncoderConfig config)
    {
        if (tokenizer.Vocabulary.Count <= config.VocabularySize) return;
        throw new ClozeException(
            $"{folder}: the tokenizer has {tokenizer.Vocabulary.Count} pieces, config.json says vocab_size "
            + $"{config.VocabularySize}.",
            "Put the tokenizer files the model was trained with into the folder.");
    }

    private void Run(ReadOnlySpan<int> ids, ReadOnlySpan<int> types)
    {
        _batch.Clear();
        _batch.Add(ids, types, [], []);
        _inference.Encode(_batch);
    }

    private List<Prediction> Predict(
        ReadOnlySpan<float> logits, int[] ids, int row, bool single, int[]? targets, int topK)
    {
        double logSumExp = Softmax.LogSumExp(logits);
        int[] best = Softmax.Best(logits, targets, topK);
        int masked = ids[row];
        var predictions = new List<Prediction>(best.Length);
        foreach (int id in best)
        {
            ids[row] = id;
            string sequence = Tokenizer.Decode(ids, skipSpecialTokens: single);
            string token = Tokenizer.Decode([id], skipSpecialTokens: false);
            predictions.Add(new Prediction(id, token, Math.Exp(logits[id] - logSumExp), sequence));
        }

        ids[row] = masked;
        return predictions;
    }

    private int[] ResolveTargets(IReadOnlyList<string> targets)
    {
        var ids = new List<int>();
        foreach (string target in targets)
        {
            if (!Tokenizer.Vocabulary.TryGetId(target, out int id))
            {
                ids.Clear();
                Tokenizer.AppendIds(target, ids);
                throw new ClozeException(
                    $"The target \"{target}\" is no single piece of the vocabulary; it is "
                    + $"\"{string.Join(' ', ids.Select(piece => Tokenizer.Vocabulary[piece]))}\".",
                    "Give targets that are one piece; cloze tokenize shows the pieces of a word.");
            }

            ids.Add(id);
        }

        return [.. ids.Distinct()];
    }

    private ClozeException NoMask(int cut) => cut > 0
        ? new ClozeException(
            $"No {MaskToken} is left: the text was cut to {Config.MaximumPositions} tokens, {cut} did not fit.",
            $"Move the {MaskToken} towards the beginning or shorten the text.")
        : new ClozeException(
            $"The text has no {MaskToken}.", $"Write {MaskToken} where a word is to be predicted.");
}
