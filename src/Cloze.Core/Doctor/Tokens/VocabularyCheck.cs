using Cloze.Models;

namespace Cloze.Doctor;

/// <summary>Whether every piece that a tokenizer gives has a row in the model's embeddings.</summary>
internal static class VocabularyCheck
{
    /// <summary>Compares the two.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="pieces">Pieces of its tokenizer.</param>
    /// <param name="config">Its sizes.</param>
    public static IEnumerable<Finding> Find(string folder, int pieces, EncoderConfig config)
    {
        if (pieces <= config.VocabularySize) yield break;
        yield return new Finding
        {
            Id = "ids-beyond-vocabulary",
            Severity = Severity.Fatal,
            Count = pieces - config.VocabularySize,
            Message = FormattableString.Invariant(
                $"{folder}: the tokenizer has {pieces:N0} pieces, the model {config.VocabularySize:N0} rows."),
            Advice = "Put the tokenizer's files that the model was trained with into the folder.",
        };
    }
}
