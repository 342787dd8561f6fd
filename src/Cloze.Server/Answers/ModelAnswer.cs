using Cloze.Inference;
using Cloze.Models;
using Cloze.Server.Models;

namespace Cloze.Server.Answers;

/// <summary>A model that is served, in OpenAI's shape with its sizes beside.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Object">Always <c>model</c>.</param>
/// <param name="Created">Seconds since 1970 at which its newest file was written.</param>
/// <param name="OwnedBy">Always <c>cloze</c>.</param>
/// <param name="Layers">L, the encoder layers.</param>
/// <param name="HiddenSize">H, the width of a token's vector.</param>
/// <param name="Heads">A, the attention heads of a layer.</param>
/// <param name="VocabularySize">V, the word pieces.</param>
/// <param name="MaximumPositions">The longest text, in tokens.</param>
/// <param name="MaskToken">What stands for a word to be predicted.</param>
/// <param name="HasRun">Whether the record of its training run lies beside it.</param>
internal sealed record ModelAnswer(
    string Id,
    string Object,
    long Created,
    string OwnedBy,
    int Layers,
    int HiddenSize,
    int Heads,
    int VocabularySize,
    int MaximumPositions,
    string MaskToken,
    bool HasRun)
{
    /// <summary>A model as it is served now.</summary>
    public static ModelAnswer Of(ServedModel served)
    {
        using ModelTurn turn = served.Enter(0);
        EncoderConfig config = turn.Config;
        return new ModelAnswer(
            served.Name,
            "model",
            new DateTimeOffset(served.State.Written, TimeSpan.Zero).ToUnixTimeSeconds(),
            "cloze",
            config.LayerCount,
            config.HiddenSize,
            config.AttentionHeadCount,
            config.VocabularySize,
            config.MaximumPositions,
            turn.Tokenizer.Vocabulary.SpecialTokens.Mask,
            RunRecord.Exists(served.Folder));
    }
}
