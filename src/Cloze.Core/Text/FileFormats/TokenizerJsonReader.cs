namespace Cloze.Text;

/// <summary>
/// Reads Hugging Face's <c>tokenizer.json</c>, as far as it describes a BERT tokenizer; anything else is refused by
/// name.
/// </summary>
internal static class TokenizerJsonReader
{
    private const long MaximumBytes = 1 << 27;
    private const int MaximumNumber = 1_000_000;

    private const string ModelHint =
        "Cloze tokenizes as BERT does (WordPiece); a model with a tokenizer of another kind does not work with it.";

    private const string PartHint = "Of post-processors Cloze understands TemplateProcessing and BertProcessing, "
        + "of decoders WordPiece; both may be null.";

    /// <summary>Reads the file.</summary>
    /// <exception cref="ClozeException">The file is malformed, or describes another kind of tokenizer.</exception>
    public static TokenizerDefinition Read(string path, TokenizerConfig config)
    {
        JsonField root = JsonField.ReadFile(path, MaximumBytes);
        JsonField model = WordPiece(root);
        ComposedPipeline? composed = PipelineJson.Read(root);
        PieceList pieces = Pieces(path, model["vocab"]);
        TokenizerOptions options = Options(root, model, config, composed, pieces);
        AddedTokenList added = AddedTokens(root.Optional("added_tokens"), pieces, config);
        var vocabulary = new Vocabulary(
            pieces,
            config.SpecialTokens with { Unknown = model["unk_token"].Text() },
            added.Tokens.Where(token => token.Special).Select(token => token.Content));
        return new TokenizerDefinition
        {
            Vocabulary = vocabulary,
            ModelPieces = added.ModelPieces,
            OutsideModel = added.OutsideModel,
            Notes = pieces.Notes,
            Options = options,
            Composed = composed,
            Prefix = model["continuing_subword_prefix"].Text(),
            AddedTokens = added.Tokens,
            Template = root.Optional("post_processor") is { } template
                ? TemplateJson.Read(template, vocabulary.Count)
                : Template.Plain,
            Truncation = root.Optional("truncation") is { } truncation ? Truncation(truncation) : null,
            Padding = root.Optional("padding")?.Json,
            Decoder = root.Optional("decoder") is { } decoder ? Decoder(decoder) : null,
        };
    }

    /// <summary>Refuses a part of the tokenizer that is of another type.</summary>
    /// <exception cref="ClozeException">It is of another type.</exception>
    public static void RequireType(JsonField part, string expected)
    {
        if (!part.IsObject) throw part.Wrong($"a {expected}", PartHint);
        JsonField type = part["type"];
        if (type.Text() != expected) throw type.Wrong($"\"{expected}\"", PartHint);
    }

    private static JsonField WordPiece(JsonField root)
    {
        JsonField model = root["model"];
        if (!model.IsObject) throw model.Wrong("an object");
        if (model.Optional("type") is { } type && type.Text() != "WordPiece")
        {
            throw type.Wrong("\"WordPiece\"", ModelHint);
        }

        return model.Optional("merges") is { } merges
            ? throw merges.Wrong("none in a WordPiece model", ModelHint)
            : model;
    }

    private static TokenizerOptions Options(
        JsonField root,
        JsonField model,
        TokenizerConfig config,
        ComposedPipeline? composed,
        PieceList pieces)
    {
        TokenizerOptions options = composed?.ToOptions()
            ?? config.Over(PipelineJson.ReadBert(root["normalizer"]), pieces);
        return options with
        {
            MaximumCharactersPerWord = model["max_input_chars_per_word"].Integer(0, MaximumNumber),
            ModelMaximumLength = config.Options.ModelMaximumLength,
        };
    }

    private static PieceList Pieces(string path, JsonField vocabulary)
    {
        var pieces = new PieceList(path, vocabulary.MemberCount);
        int repeated = 0;
        foreach ((string piece, JsonField field) in vocabulary.Members())
        {
            int id = field.Integer(0, Vocabulary.MaximumCount - 1);
            if (piece.Length == 0) continue;
            if (id < pieces.Count && pieces[id] is { Length: > 0 } other && other != piece)
            {
                throw new ClozeException(
                    $"{vocabulary.Place} gives the id {id} to both '{other}' and '{piece}'.",
                    "Every piece must have an id of its own.");
            }

            int before = pieces.Set(piece, id);
            if (before < 0 || before == id || repeated++ > 0) continue;
            pieces.Note($"{path} has the piece '{piece}' as id {before} and again as id {id}: the later counts.");
        }

        pieces.NoteHoles(repeated);
        return pieces;
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

    private static WordPieceDecoder Decoder(JsonField field)
    {
        RequireType(field, "WordPiece");
        return new WordPieceDecoder(field["prefix"].Text(), field["cleanup"].Flag());
    }
}
