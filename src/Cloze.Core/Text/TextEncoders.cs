namespace Cloze.Text;

/// <summary>Sets up the encoder of a tokenizer: which fast way its steps allow.</summary>
internal static class TextEncoders
{
    /// <summary>The encoder.</summary>
    /// <param name="definition">The tokenizer.</param>
    /// <param name="normalizedForms">
    /// The added tokens that are looked for in normalised text, by id, as they look there.
    /// </param>
    public static TextEncoder Create(TokenizerDefinition definition, IReadOnlyDictionary<int, string> normalizedForms)
    {
        ILookup<bool, AddedToken> tokens = definition.AddedTokens.ToLookup(token => token.Normalized);
        var raw = new AddedTokenFinder(tokens[false].Select(token => (token.Content, token)));
        var normalized = new AddedTokenFinder(tokens[true].Select(token => (normalizedForms[token.Id], token)));
        TokenModel model = definition.CreateModel();
        var analyzer = new TextAnalyzer(
            definition.CreateNormalizer(), model, normalized, definition.Composed?.PreTokenizer);
        bool bert = definition.Composed is null && normalized.IsEmpty;
        return new TextEncoder(
            raw,
            analyzer,
            bert ? BertParts(definition.Options, (WordPieceModel)model, analyzer) : null,
            BytePairParts(definition.Composed, model),
            MetaspaceParts(definition, model, analyzer));
    }

    private static Pool<PartEncoder> BertParts(TokenizerOptions options, WordPieceModel model, TextAnalyzer analyzer)
    {
        var table = new CharacterTable(options);
        return new Pool<PartEncoder>(() => new PartEncoder(options, table, model, analyzer));
    }

    private static Pool<ByteLevelEncoder>? BytePairParts(ComposedPipeline? composed, TokenModel model) =>
        composed?.PreTokenizer is [ByteLevelStep { Scans: true } step]
            && model is BytePairModel { WritesAllBytes: true } pairs
            ? new Pool<ByteLevelEncoder>(() => new ByteLevelEncoder(pairs, step.AddsSpace))
            : null;

    private static Pool<MetaspaceEncoder>? MetaspaceParts(
        TokenizerDefinition definition, TokenModel model, TextAnalyzer analyzer)
    {
        if (analyzer.Tokens.SpansSpaces || MetaspacePlan.Of(definition.Composed) is not { } plan) return null;
        var map = new CharacterMap(plan.WordSteps, plan.Mark);
        int markId = definition.Vocabulary.TryGetId(plan.Mark.ToString(), out int id) ? id : -1;
        return new Pool<MetaspaceEncoder>(() => new MetaspaceEncoder(
            plan, new MetaspaceWords(plan, map, model, analyzer, markId), analyzer));
    }
}
