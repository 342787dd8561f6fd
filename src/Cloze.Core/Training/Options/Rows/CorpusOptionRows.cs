using Cloze.Data;

namespace Cloze.Training;

/// <summary>Options of the text that is read.</summary>
internal static class CorpusOptionRows
{
    public static readonly TrainingOption[] All =
    [
        new("data", o => o.Data, (o, v) => o with { Data = (IReadOnlyList<string>?)v })
        {
            Kind = new PathsKind(),
            Help = "Files and folders of text (.txt, .md, .jsonl, each also .gz).",
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
            Help = "Field of a JSON line that holds the text.",
        },
        new("replace_invalid", o => o.ReplaceInvalid, (o, v) => o with { ReplaceInvalid = (bool?)v })
        {
            Kind = new SwitchKind(),
            Default = false,
            Help = "Replace invalid UTF-8 in place of stopping.",
        },
    ];
}
