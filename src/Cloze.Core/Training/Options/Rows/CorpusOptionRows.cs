using Cloze.Data;

namespace Cloze.Training;

/// <summary>Options of the text that is read.</summary>
internal static class CorpusOptionRows
{
    /// <summary>What is read, and how.</summary>
    public static readonly TrainingOption[] Reading =
    [
        new("data", o => o.Data, (o, v) => o with { Data = (IReadOnlyList<string>?)v })
        {
            Kind = new PathsKind(),
            Help = "Files and folders of text (.txt, .md, .jsonl, each also .gz or .zst; .parquet).",
            DefaultText = "the .NET SDK's reference documentation",
        },
        new("document", o => o.Document, (o, v) => o with { Document = (DocumentRule?)v })
        {
            Kind = new ChoiceKind<DocumentRule>(),
            Default = DocumentRule.BlankLine,
            Help = "What separates the documents of a text file.",
        },
        new("text_field", o => o.TextField, (o, v) => o with { TextField = (string?)v })
        {
            Kind = new TextKind("NAME"),
            Default = "text",
            Help = "Field of a JSON line, or column of a table, that holds the text.",
        },
        new("replace_invalid", o => o.ReplaceInvalid, (o, v) => o with { ReplaceInvalid = (bool?)v })
        {
            Kind = new SwitchKind(),
            Default = false,
            Help = "Replace what is no character in place of stopping.",
        },
    ];

    /// <summary>How documents become sentences.</summary>
    public static readonly TrainingOption[] Pairing =
    [
        new("sentences", o => o.Sentences, (o, v) => o with { Sentences = (SentenceRule?)v })
        {
            Kind = new ChoiceKind<SentenceRule>(),
            Default = SentenceRule.Text,
            Applies = o => o.LearnsPairs,
            Help = "For sentence pairs: sentences end where the text says so, or each line is one.",
        },
    ];

    /// <summary>What of it is left out.</summary>
    public static readonly TrainingOption[] Cleaning =
    [
        new("near_duplicates", o => o.NearDuplicates, (o, v) => o with { NearDuplicates = (bool?)v })
        {
            Kind = new SwitchKind(),
            Default = false,
            Help = "Leave out documents that are nearly the same as one before, and say how many.",
        },
    ];

    /// <summary>What of it is trained on, and what evaluated on.</summary>
    public static readonly TrainingOption[] Splitting =
    [
        new("held_out", o => o.HeldOut, (o, v) => o with { HeldOut = (double?)v })
        {
            Kind = NumberKinds.Between(0, 0.9, "SHARE"),
            Default = Data.HeldOut.DefaultShare,
            Applies = o => o.Validation is null,
            Excludes = ["validation"],
            Help = "Share of the documents kept from training, to evaluate on; with 0 all is trained on, and some of "
                + "it evaluated on.",
        },
        new("validation", o => o.Validation, (o, v) => o with { Validation = (IReadOnlyList<string>?)v })
        {
            Kind = new PathsKind(),
            Help = "Evaluate on these files and folders, and train on all of the text.",
        },
    ];
}
