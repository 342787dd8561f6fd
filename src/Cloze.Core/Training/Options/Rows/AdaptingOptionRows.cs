using Cloze.Models;

namespace Cloze.Training;

/// <summary>Options of continuing from a model on other text.</summary>
internal static class AdaptingOptionRows
{
    public static readonly TrainingOption[] All =
    [
        new("extend_vocabulary", o => o.ExtendVocabulary, (o, v) => o with { ExtendVocabulary = (int?)v })
        {
            Flag = "extend-vocab",
            Kind = NumberKinds.Between(1, 1_000_000),
            Applies = o => o.From is not null,
            Help = "Make at most so many frequent words of the text pieces of their own, which now take several; with "
                + "byte pairs, learn so many more merges. A Unigram vocabulary, XLM-RoBERTa's, cannot be extended.",
        },
        new("freeze", o => o.Freeze, (o, v) => o with { Freeze = (FrozenPart?)v })
        {
            Kind = new FrozenPartKind(),
            Applies = o => o.From is not null,
            Recipe = RecipeValue.Of(r => r.Freeze, (r, v) => r with { Freeze = v }),
            Help = "Leave the embeddings as they are, or the embeddings and the first N layers.",
        },
    ];
}
