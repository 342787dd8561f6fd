using Cloze.Compute;
using Cloze.Hub;
using Cloze.Masking;
using Cloze.Models;
using Cloze.Text;

namespace Cloze.Inference;

/// <summary>
/// A trained model with its tokenizer, ready to fill masks. Loading gives a finished object for any number of threads:
/// calls at the same time share batches, and an answer does not depend on what else is in its batch.
/// </summary>
public sealed partial class MaskedLanguageModel : EmbeddingModel
{
    private MaskedLanguageModel(InferenceEngine engine)
        : base(engine)
    {
    }

    /// <summary>Where each parameter stands and how large it is.</summary>
    public ParameterLayout Layout => Engine.Model.Layout;

    /// <summary>Whether the folder has a next-sentence head, whole: then a pair can be explained by it, too.</summary>
    public bool HasNextSentence => Engine.Model.NextSentence is not null;

    /// <summary>Loads a model folder in the Hugging Face layout.</summary>
    /// <param name="folder">Holds config.json, the weights and the tokenizer.</param>
    /// <param name="threads">Threads to compute with; 0 for one a core.</param>
    /// <exception cref="ClozeException">
    /// The folder is missing, damaged, its parts disagree, or it has no masked-language-model head.
    /// </exception>
    /// <exception cref="ArgumentNullException">No folder is given.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of threads is negative.</exception>
    public static MaskedLanguageModel Load(string folder, int threads = 0) =>
        Load(folder, new EngineOptions { Threads = threads });

    /// <summary>Loads a model folder in the Hugging Face layout onto a device.</summary>
    /// <param name="folder">Holds config.json, the weights and the tokenizer.</param>
    /// <param name="engine">Where the model computes, and how.</param>
    /// <exception cref="ClozeException">
    /// The folder is missing, damaged, its parts disagree, or it has no masked-language-model head; or the device
    /// cannot be used.
    /// </exception>
    /// <exception cref="ArgumentNullException">No folder or no engine is given.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of threads is negative.</exception>
    public static MaskedLanguageModel Load(string folder, EngineOptions engine) =>
        new(InferenceEngine.LoadPredictions(folder, engine));

    /// <summary>
    /// Loads a model by its name on a hub, from the cache or else by a download: see <see cref="HubModels"/>.
    /// </summary>
    /// <param name="model">The name: <c>owner/model</c>.</param>
    /// <param name="revision">A branch, a tag or a commit.</param>
    /// <param name="engine">Where the model computes; null for the processor.</param>
    /// <param name="hub">Where the model is looked for; null for what the environment says.</param>
    /// <exception cref="ClozeException">
    /// The hub has no such model or cannot be reached; its files are damaged or disagree, or it has no
    /// masked-language-model head; or the device cannot be used.
    /// </exception>
    /// <exception cref="ArgumentNullException">No name or no revision is given.</exception>
    public static MaskedLanguageModel Load(
        string model, string revision, EngineOptions? engine = null, HubOptions? hub = null) =>
        Load(HubModels.Resolve(model, revision, hub), engine ?? new EngineOptions());

    /// <summary>Predicts the one <c>[MASK]</c> of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="options">How many predictions, and among which words.</param>
    /// <returns>The predictions, the most likely first.</returns>
    /// <exception cref="ClozeException">The text has no mask or several, or an option is wrong.</exception>
    /// <exception cref="ArgumentNullException">No text is given.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed of.</exception>
    public IReadOnlyList<Prediction> Fill(string text, FillOptions? options = null)
    {
        MaskFilling filling = Begin(options);
        return filling.Single(Engine.One(filling, text, CancellationToken.None));
    }

    /// <summary>Predicts every <c>[MASK]</c> of a text, each on its own, the others left in place.</summary>
    /// <param name="text">The text, or the first of a pair.</param>
    /// <param name="pair">The second text, or null.</param>
    /// <param name="options">How many predictions, and among which words.</param>
    /// <param name="cancellation">Takes the call out of the queue; a batch that runs is not cut short.</param>
    /// <exception cref="ClozeException">The text has no mask, or an option is wrong.</exception>
    /// <exception cref="ArgumentNullException">No text is given.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed of.</exception>
    public FillResult FillMasks(
        string text, string? pair = null, FillOptions? options = null, CancellationToken cancellation = default) =>
        Engine.One(Begin(options), new TextPair(text, pair), cancellation);

    /// <summary>Encodes a text for this model, cut to its positions.</summary>
    /// <param name="text">The text, or the first of a pair.</param>
    /// <param name="pair">The second text, or null.</param>
    /// <param name="tokensCut">How many tokens did not fit.</param>
    /// <exception cref="ClozeException">The model has too few positions or token types for it.</exception>
    /// <exception cref="ArgumentNullException">No text is given.</exception>
    public Encoding Encode(string text, string? pair, out int tokensCut)
    {
        Encoding encoding = ModelInput.Encode(Tokenizer, Config, new TextPair(text, pair));
        tokensCut = encoding.TokensCut;
        return encoding;
    }

    /// <summary>
    /// Draws positions of a sentence as training does (Devlin et al. 2019): 15 % of the ordinary tokens, at least one;
    /// of these 80 % are masked, 10 % become a random piece and 10 % stay.
    /// </summary>
    /// <param name="encoding">The sentence, as <see cref="Encode(string, string?, out int)"/> gave it.</param>
    /// <param name="seed">The same seed gives the same masks.</param>
    /// <returns>
    /// What to hand to <see cref="Explain(Encoding, IReadOnlyList{MaskPlan}, ExplainOptions, CancellationToken)"/>;
    /// empty where every token is special.
    /// </returns>
    /// <exception cref="ArgumentNullException">No encoding is given.</exception>
    public IReadOnlyList<MaskPlan> DrawMasks(Encoding encoding, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        return MaskDraw.Draw(PieceTable.From(Tokenizer), encoding.InputIds.AsSpan(), seed);
    }

    private protected override void Free() => _explainer?.Dispose();

    private MaskFilling Begin(FillOptions? options)
    {
        Engine.ThrowIfClosed();
        return new MaskFilling(Engine, options);
    }
}
