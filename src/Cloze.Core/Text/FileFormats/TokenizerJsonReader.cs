namespace Cloze.Text;

/// <summary>
/// Reads Hugging Face's <c>tokenizer.json</c>, as far as it describes a BERT tokenizer; anything else is refused by
/// name.
/// </summary>
internal static class TokenizerJsonReader
{
    private const long MaximumBytes = 1 << 27;
    private const int MaximumNumber = 1_000_000;

    private const string UnsupportedHint =
        "Cloze tokenizes as BERT does (WordPiece); a tokenizer of another kind, such as BPE, does not work with it.";

    /// <summary>Reads the file.</summary>
    /// <exception cref="ClozeException">The file is malformed, or describes another kind of tokenizer.</exception>
    public static TokenizerDefinition Read(string path, TokenizerConfig config)
    {
        JsonField root = JsonField.ReadFile(path, MaximumBytes);
        JsonField model = root["model"];
        if (!model.IsObject) throw model.Wrong("an object");
        if (model.Optional("type") is { } type && type.Text() != "WordPiece")
        {
            throw type.Wrong("\"WordPiece\"", UnsupportedHint);
        }

        if (model.Optional("merges") is { } merges) throw merges.Wrong("none in a WordPiece model", UnsupportedHint);
        if (root.Optional("normalizer") is null) throw root["normalizer"].Wrong("a BertNormalizer", UnsupportedHint);
        RequireType(root["pre_tokenizer"], "BertPreTokenizer");
        IReadOnlyList<string> pieces = Pieces(model["vocab"]);
        IReadOnlyList<AddedToken> added = AddedTokens(root.Optional("added_tokens"), pieces);
        var vocabulary = new Vocabulary(
            path,
            [
                .. pieces,
                .. from token in added where token.Id >= pieces.Count orderby token.Id select token.Content,
            ],
            config.SpecialTokens with { Unknown = model["unk_token"].Text() },
            added.Where(token => token.Special).Select(token => token.Content));
        return new TokenizerDefinition
        {
            Vocabulary = vocabulary,
            ModelPieces = pieces.Count,
            Options = Options(root["normalizer"], model, config),
            Prefix = model["continuing_subword_prefix"].Text(),
            AddedTokens = added,
            Template = TemplateJson.Read(root["post_processor"], vocabulary.Count),
            Truncation = root.Optional("truncation") is { } truncation ? Truncation(truncation) : null,
            Padding = root.Optional("padding")?.Json,
            Decoder = root.Optional("decoder") is { } decoder ? Decoder(decoder) : null,
        };
    }

    /// <summary>Refuses a part of the tokenizer that is of another type.</summary>
    /// <exception cref="ClozeException">It is of another type.</exception>
    public static void RequireType(JsonField part, string expected)
    {
        if (!part.IsObject) throw part.Wrong($"a {expected}", UnsupportedHint);
        JsonField type = part["type"];
        if (type.Text() != expected) throw type.Wrong($"\"{expected}\"", UnsupportedHint);
    }

    private static TokenizerOptions Options(JsonField normalizer, JsonField model, TokenizerConfig config)
    {
        RequireType(normalizer, "BertNormalizer");
        return new TokenizerOptions
        {
            CleanText = normalizer["clean_text"].Flag(),
            HandleChineseCharacters = normalizer["handle_chinese_chars"].Flag(),
            StripAccents = normalizer.Optional("strip_accents")?.Flag(),
            LowerCase = normalizer["lowercase"].Flag(),
            MaximumCharactersPerWord = model["max_input_chars_per_word"].Integer(0, MaximumNumber),
            ModelMaximumLength = config.Options.ModelMaximumLength,
        };
    }

    private static string[] Pieces(JsonField vocabulary)
    {
        List<(string Piece, JsonField Id)> members = [.. vocabulary.Members()];
        string?[] pieces = new string?[members.Count];
        foreach ((string piece, JsonField field) in members)
        {
            int id = field.Integer(0, members.Count - 1);
            if (pieces[id] is { } other)
            {
                throw new ClozeException(
                    $"{vocabulary.Place} gives the id {id} to both '{other}' and '{piece}'.",
                    "The ids must be 0, 1, 2 and so on, each once.");
            }

            pieces[id] = piece;
        }

        return pieces!;
    }

    private static IReadOnlyList<AddedToken> AddedTokens(JsonField? field, IReadOnlyList<string> pieces)
    {
        if (field is not { } tokens) return [];
        List<AddedToken> added = [];
        foreach (JsonField item in tokens.Items())
        {
            JsonField content = item["content"];
            var token = new AddedToken
            {
                Id = item["id"].Integer(0, Vocabulary.MaximumCount),
                Content = content.Text(),
                SingleWord = item["single_word"].Flag(),
                StripLeft = item["lstrip"].Flag(),
                StripRight = item["rstrip"].Flag(),
                Normalized = item["normalized"].Flag(),
                Special = item["special"].Flag(),
            };
            if (token.Content.Length == 0) throw content.Wrong("a text that is not empty");
            if (token.Id < pieces.Count && pieces[token.Id] != token.Content)
            {
                throw content.Wrong($"'{pieces[token.Id]}', which is id {token.Id} of the model's vocabulary");
            }

            added.Add(token);
        }

        int[] own = [.. added.Select(token => token.Id).Where(id => id >= pieces.Count).Order()];
        for (int i = 0; i < own.Length; i++)
        {
            if (own[i] == pieces.Count + i) continue;
            throw tokens.Wrong($"the id {pieces.Count + i} before {own[i]}, as ids have no gaps");
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
