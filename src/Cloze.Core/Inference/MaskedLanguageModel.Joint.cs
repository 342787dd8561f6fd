namespace Cloze.Inference;

/// <content>All masks of a text together.</content>
public sealed partial class MaskedLanguageModel
{
    /// <summary>
    /// Finds the likeliest ways to fill all masks of a text together, by beam search from left to right, each with one
    /// log-probability by which they may be compared.
    /// </summary>
    /// <param name="text">The text, or two that belong together.</param>
    /// <param name="options">How many fillings, and how wide the search is.</param>
    /// <param name="cancellation">Takes the call out of the queue; a batch that runs is not cut short.</param>
    /// <exception cref="ClozeException">The text has no mask, or an option is outside its range.</exception>
    /// <exception cref="ArgumentNullException">No text is given.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed of.</exception>
    public JointFillResult FillJointly(
        TextPair text, JointFillOptions? options = null, CancellationToken cancellation = default) =>
        Engine.One(Joint(options), text, cancellation);

    /// <summary>As <see cref="FillJointly"/>, on threads of the pool.</summary>
    /// <inheritdoc cref="FillJointly" path="/param | /exception"/>
    public Task<JointFillResult> FillJointlyAsync(
        TextPair text, JointFillOptions? options = null, CancellationToken cancellation = default) =>
        Engine.OneAsync(Joint(options), text, cancellation);

    private JointFilling Joint(JointFillOptions? options)
    {
        Engine.ThrowIfClosed();
        return new JointFilling(Engine, options);
    }
}
