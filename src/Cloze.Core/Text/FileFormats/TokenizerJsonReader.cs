namespace Cloze.Text;

/// <summary>
/// Reads Hugging Face's <c>tokenizer.json</c>, as far as it is put together of parts that are here; anything else is
/// refused by name.
/// </summary>
internal static class TokenizerJsonReader
{
    private const long MaximumBytes = 1 << 27;

    /// <summary>Reads the file.</summary>
    /// <exception cref="ClozeException">The file is malformed, or describes another kind of tokenizer.</exception>
    public static TokenizerDefinition Read(string path, TokenizerConfig config)
    {
        JsonField root = JsonField.ReadFile(path, MaximumBytes);
        ModelParts model = ModelJson.Read(path, root["model"]);
        ComposedPipeline? composed = PipelineJson.Read(root, model.Definition is WordPieceDefinition);
        TokenizerOptions options = Options(root, model, config, composed);
        AddedTokenList added = AddedTokens(root.Optional("added_tokens"), model.Pieces, config);
        SpecialTokens names = SpecialTokenNames.Fit(config.SpecialTokens, model.Pieces);
        var vocabulary = new Vocabulary(
            model.Pieces,
            names with { Unknown = model.Unknown ?? names.Unknown },
            added.Tokens.Where(token => token.Special).Select(token => token.Content));
        JsonField? post = root.Optional("post_processor"), decoder = root.Optional("decoder");
        PostProcessor processor = PostProcessorJson.Read(post, vocabulary.Count);
        PieceDecoder? pieceDecoder = decoder is { } found ? DecoderJson.Read(found) : null;
        return new TokenizerDefinition
        {
            Vocabulary = vocabulary,
            Model = model.Definition,
            ModelPieces = added.ModelPieces,
            OutsideModel = added.OutsideModel,
            Notes = model.Pieces.Notes,
            Options = options,
            Composed = composed,
            AddedTokens = added.Tokens,
            Template = processor.Template,
            Trimming = processor.Trimming,
            PostProcessorJson = composed is null ? null : post?.Json,
            Truncation = root.Optional("truncation") is { } truncation ? Truncation(truncation) : null,
            Padding = root.Optional("padding")?.Json,
            Decoder = pieceDecoder,
            DecoderJson = pieceDecoder is WordPieceDecoder ? null : decoder?.Json,
            ClassName = config.Class.IsBert ? null : config.Class.Name,
        };
    }

    private static TokenizerOptions Options(
        JsonField root, ModelParts model, TokenizerConfig config, ComposedPipeline? composed)
    {
        TokenizerOptions options = composed?.ToOptions()
            ?? config.Over(NormalizerJson.ReadBert(root["normalizer"]), model.Pieces);
        return options with
        {
            MaximumCharactersPerWord = model.MaximumCharacters,
            ModelMaximumLength = config.Options.ModelMaximumLength,
        };
    }

    private static AddedTokenList AddedTokens(JsonField? field, PieceList pieces, TokenizerConfig config)
    {
        var added = new AddedTokenList(pieces);
        foreach (JsonField item in field?.Items() ?? []) added.Add(AddedTokenJson.Read(item), item["content"]);
        foreach ((AddedToken token, JsonField place) in config.AddedTokens ?? [])
        {
            if (!added.Has(token.Content)) added.Add(token, place["content"]);
        }

        return added;
    }

    private static Truncation Truncation(JsonField field)
    {
        JsonField strategy = field["strategy"];
        return new Truncation(
            field["max_length"].Integer(0, int.MaxValue),
            strategy.Text() switch
            {
                "LongestFirst" => TruncationStrategy.LongestFirst,
                "OnlyFirst" => TruncationStrategy.OnlyFirst,
                "OnlySecond" => TruncationStrategy.OnlySecond,
                _ => throw strategy.Wrong("\"LongestFirst\", \"OnlyFirst\" or \"OnlySecond\""),
            },
            field.Optional("direction") is { } direction && direction.Text() == "Left",
            field.Optional("stride")?.Integer(0, int.MaxValue) ?? 0);
    }
}
