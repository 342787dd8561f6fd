namespace Cloze.Cli.Rendering.Training;

/// <summary>The mask in a text of examples: BERT's name of it, or RoBERTa's.</summary>
internal static class MaskToken
{
    private const string Bert = "[MASK]", Roberta = "<mask>";

    /// <summary>The mask that a text has; BERT's where it has none.</summary>
    public static string Of(string text) =>
        !text.Contains(Bert, StringComparison.Ordinal) && text.Contains(Roberta, StringComparison.Ordinal)
            ? Roberta
            : Bert;
}
