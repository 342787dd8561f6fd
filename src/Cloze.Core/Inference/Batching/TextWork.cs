using Cloze.Predictions;

namespace Cloze.Inference;

/// <summary>
/// One text on the way to its answer: rounds of sequences for the model, each of which may depend on what was read of
/// those before.
/// </summary>
/// <typeparam name="TAnswer">What is answered.</typeparam>
internal abstract class TextWork<TAnswer>
{
    /// <summary>What is asked for, in a word, for measurements.</summary>
    public virtual string Operation => "fill";

    /// <summary>About how many tokens the model computes for it; how many texts make a window follows.</summary>
    public abstract int TokenCount { get; }

    /// <summary>
    /// The sequences that are to be run next, once those before have been; none where the answer is known.
    /// </summary>
    public abstract IReadOnlyList<BatchSequence> NextRound();

    /// <summary>The answer, once there is no round left.</summary>
    public abstract TAnswer Answer();
}
