using Cloze.Inference;

namespace Cloze.Server.Answers;

/// <summary>One prediction under Hugging Face's names.</summary>
/// <param name="Score">Its probability, 0 to 1.</param>
/// <param name="Token">Its id.</param>
/// <param name="TokenStr">The word piece.</param>
/// <param name="Sequence">The text with the mask filled.</param>
internal sealed record FilledWord(double Score, int Token, string TokenStr, string Sequence)
{
    /// <summary>The predictions of one mask.</summary>
    public static FilledWord[] Of(IReadOnlyList<Prediction> mask) =>
    [
        .. mask.Select(prediction => new FilledWord(
            prediction.Probability, prediction.TokenId, prediction.Token, prediction.Sequence)),
    ];
}
