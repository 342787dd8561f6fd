namespace Cloze.Text;

/// <summary>
/// One step of a template: a special token, or with no token a text, and the type id of what it adds.
/// </summary>
/// <param name="Token">The special token's id and name; <see langword="null"/> for a text.</param>
/// <param name="Second">Whether the text is the second one.</param>
/// <param name="TypeId">The type id.</param>
internal readonly record struct TemplateStep((int Id, string Name)? Token, bool Second, int TypeId);

/// <summary>What is put round one text, and round two.</summary>
internal sealed record Template(IReadOnlyList<TemplateStep> Single, IReadOnlyList<TemplateStep> Pair)
{
    /// <summary>No special tokens: the texts one after another.</summary>
    public static Template Plain { get; } = new([new(null, false, 0)], [new(null, false, 0), new(null, true, 1)]);

    /// <summary>
    /// BERT's: <c>[CLS] A [SEP]</c> and <c>[CLS] A [SEP] B [SEP]</c>, where B and what follows have type 1.
    /// </summary>
    public static Template Bert((int Id, string Name) classification, (int Id, string Name) separator)
    {
        TemplateStep[] single =
        [
            new(classification, false, 0), new(null, false, 0), new(separator, false, 0),
        ];
        return new Template(single, [.. single, new(null, true, 1), new(separator, false, 1)]);
    }

    /// <summary>
    /// RoBERTa's: <c>&lt;s> A &lt;/s></c> and <c>&lt;s> A &lt;/s>&lt;/s> B &lt;/s></c>, all of type 0.
    /// </summary>
    public static Template Roberta((int Id, string Name) classification, (int Id, string Name) separator)
    {
        TemplateStep[] single =
        [
            new(classification, false, 0), new(null, false, 0), new(separator, false, 0),
        ];
        return new Template(
            single, [.. single, new(separator, false, 0), new(null, true, 0), new(separator, false, 0)]);
    }

    /// <summary>The steps for one text or for two.</summary>
    public IReadOnlyList<TemplateStep> Steps(bool pair) => pair ? Pair : Single;

    /// <summary>How many special tokens are added.</summary>
    public int SpecialCount(bool pair) => Steps(pair).Count(step => step.Token is not null);
}
