using Cloze.Text;

namespace Cloze.Training;

/// <summary>Options of the model, its vocabulary and where it goes.</summary>
internal static class ModelOptionRows
{
    public static readonly TrainingOption[] All =
    [
        new("output", o => o.Output, (o, v) => o with { Output = (string?)v })
        {
            Flag = "out",
            Kind = TextKind.Path("DIR"),
            Default = TrainingOptions.DefaultOutput,
            MayChangeOnResume = true,
            Help = "Model folder to write.",
        },
        new("preset", o => o.Preset, (o, v) => o with { Preset = (Preset?)v })
        {
            Kind = new ChoiceKind<Preset>(),
            DefaultText = $"{UsualPreset(learnsPairs: false)}; "
                + $"{UsualPreset(learnsPairs: true)} for sentence pairs",
            DefaultBeside = o => PresetSizes.Usual(o.LearnsPairs),
            Applies = o => o.From is null,
            Help = "Size: L2 H128, L4 H256, L4 H512 or L12 H768, each with its recipe; the first three also in "
                + "ModernBERT's layout.",
        },
        new("vocabulary_size", o => o.VocabularySize, (o, v) => o with { VocabularySize = (int?)v })
        {
            Flag = "vocab-size",
            Kind = NumberKinds.Between(6, 1_000_000),
            Default = 8192,
            Applies = TrainsVocabulary,
            Help = "Pieces of a new vocabulary.",
        },
        new("cased", o => o.Cased, (o, v) => o with { Cased = (bool?)v })
        {
            Kind = new SwitchKind(),
            Default = false,
            Applies = TrainsVocabulary,
            Help = "Keep capitals and accents in a new vocabulary.",
        },
        new("vocabulary_kind", o => o.VocabularyKind, (o, v) => o with { VocabularyKind = (VocabularyKind?)v })
        {
            Flag = "vocab-kind",
            Kind = new ChoiceKind<VocabularyKind>("wordpiece", "bpe"),
            Default = VocabularyKind.WordPiece,
            Applies = TrainsVocabulary,
            Help = "Kind of a new vocabulary: BERT's word pieces, or RoBERTa's byte pairs of text as it stands.",
        },
        new("tokenizer", o => o.Tokenizer, (o, v) => o with { Tokenizer = (string?)v })
        {
            Kind = TextKind.Path("DIR"),
            Excludes = ["vocabulary_size", "cased", "vocabulary_kind"],
            Help = "Use this tokenizer in place of training one.",
        },
        new("from", o => o.From, (o, v) => o with { From = (string?)v })
        {
            Kind = TextKind.Path("DIR"),
            Excludes = ["preset", "initialization", "tokenizer", "vocabulary_size", "cased", "vocabulary_kind"],
            Help = "Continue from a model: its folder in the Hugging Face layout, or its name on a hub.",
        },
        .. AdaptingOptionRows.All,
        new("objective", o => o.Objective, (o, v) => o with { Objective = (TrainingObjective?)v })
        {
            Kind = new ChoiceKind<TrainingObjective>("mlm", "mlm+nsp", "mlm+sop"),
            Default = TrainingObjective.MaskedWords,
            Help = "Learn masked words; with nsp also whether a text follows another, with sop which of two comes "
                + "first.",
        },
        new("initialization", o => o.Initialization, (o, v) => o with { Initialization = (InitializationKind?)v })
        {
            Kind = new ChoiceKind<InitializationKind>(),
            Default = InitializationKind.Corpus,
            Applies = o => o.From is null,
            Help = "First weights: from the corpus's statistics, or the usual random ones.",
        },
    ];

    private static string UsualPreset(bool learnsPairs) => PresetSizes.NameOf(PresetSizes.Usual(learnsPairs));

    private static bool TrainsVocabulary(TrainingOptions options) => options is { From: null, Tokenizer: null };
}
