using Cloze.Masking;
using Cloze.Text;

namespace Cloze.Inference;

public sealed partial class MaskedLanguageModel
{
    private Explainer? _explainer;

    /// <summary>Walks one sentence through every step from ids to loss.</summary>
    /// <param name="encoding">The sentence, as <see cref="Encode(string, string?, out int)"/> gave it.</param>
    /// <param name="masks">Which positions are to be predicted and what the model sees there.</param>
    /// <param name="topK">How many predictions to show for each.</param>
    /// <exception cref="ClozeException">No position is to be predicted, or top-k is below 1.</exception>
    /// <exception cref="ArgumentNullException">An argument is missing.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A position is outside the sentence.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed of.</exception>
    public Explanation Explain(Encoding encoding, IReadOnlyList<MaskPlan> masks, int topK = 5) =>
        Explain(encoding, masks, new ExplainOptions { TopK = topK });

    /// <summary>Walks one sentence through every step from ids to loss, reading out what the options name.</summary>
    /// <param name="encoding">The sentence, as <see cref="Encode(string, string?, out int)"/> gave it.</param>
    /// <param name="masks">Which positions are to be predicted and what the model sees there.</param>
    /// <param name="options">Which vectors, how many predictions, and whose attention.</param>
    /// <param name="cancellation">Takes the call out of the queue; one that runs is not cut short.</param>
    /// <exception cref="ClozeException">
    /// No position is to be predicted, top-k is below 1, or the sentence has no such position or the model no such
    /// layer as the options name.
    /// </exception>
    /// <exception cref="ArgumentNullException">An argument is missing.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A masked position is outside the sentence.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed of.</exception>
    public Explanation Explain(
        Encoding encoding,
        IReadOnlyList<MaskPlan> masks,
        ExplainOptions options,
        CancellationToken cancellation = default)
    {
        Check(encoding, masks, options);
        return Engine.RunAlone(() => Walk(encoding, masks, options), cancellation);
    }

    /// <summary>
    /// As <see cref="Explain(Encoding, IReadOnlyList{MaskPlan}, ExplainOptions, CancellationToken)"/>, on threads of
    /// the pool.
    /// </summary>
    /// <inheritdoc cref="Explain(Encoding, IReadOnlyList{MaskPlan}, ExplainOptions, CancellationToken)"
    /// path="/param | /exception"/>
    public Task<Explanation> ExplainAsync(
        Encoding encoding,
        IReadOnlyList<MaskPlan> masks,
        ExplainOptions options,
        CancellationToken cancellation = default)
    {
        Check(encoding, masks, options);
        return Engine.RunAloneAsync(() => Walk(encoding, masks, options), cancellation);
    }

    // Alone in its turn: the layers' memory is one for all callers.
    private Explanation Walk(Encoding encoding, IReadOnlyList<MaskPlan> masks, ExplainOptions options)
    {
        _explainer ??= new Explainer(Engine.Model, Tokenizer);
        return _explainer.Explain(encoding, masks, options);
    }

    private void Check(Encoding encoding, IReadOnlyList<MaskPlan> masks, ExplainOptions options)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        ArgumentNullException.ThrowIfNull(masks);
        ArgumentNullException.ThrowIfNull(options);
        Check(encoding.InputIds.Length, masks, options);
        Engine.ThrowIfClosed();
    }

    private void Check(int length, IReadOnlyList<MaskPlan> masks, ExplainOptions options)
    {
        if (masks.Count == 0)
        {
            throw new ClozeException("No position is to be predicted.", "Choose at least one position of the text.");
        }

        ModelInput.RequireCount(options.TopK);
        foreach (MaskPlan mask in masks)
        {
            if ((uint)mask.Position < (uint)length) continue;
            throw new ArgumentOutOfRangeException(
                nameof(masks), mask.Position, $"A position is expected in 0 to {length - 1}.");
        }

        Require("row", options.Row, 0, length - 1);
        Require("layer", options.AttentionLayer, 1, Config.LayerCount);
    }

    private static void Require(string what, int? value, int smallest, int largest)
    {
        if (value is not { } given || (given >= smallest && given <= largest)) return;
        throw new ClozeException(
            $"The {what} is {given}, expected {smallest} to {largest}.", $"Give a {what} of this text and this model.");
    }
}
