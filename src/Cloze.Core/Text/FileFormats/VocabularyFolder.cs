namespace Cloze.Text;

/// <summary>
/// A tokenizer from <c>vocab.txt</c>, the tokens added to it, and <c>tokenizer_config.json</c>: BERT's set-up.
/// </summary>
internal static class VocabularyFolder
{
    private const string AddedTokensName = "added_tokens.json";
    private const long MaximumBytes = 1 << 24;

    /// <summary>Reads it.</summary>
    /// <param name="path">The vocabulary.</param>
    /// <param name="config">What is said beside it.</param>
    /// <exception cref="ClozeException">A file is malformed, or a special token is missing.</exception>
    public static TokenizerDefinition Read(string path, TokenizerConfig config)
    {
        PieceList pieces = VocabularyFile.Read(path);
        NoteCase(pieces, config);
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        AddedTokenList added = ReadAdded(folder, pieces, config, config.SpecialTokens);
        IEnumerable<string> special = added.Tokens.Where(token => token.Special).Select(token => token.Content);
        var vocabulary = new Vocabulary(pieces, config.SpecialTokens, special);
        return TokenizerDefinition.Bert(vocabulary, config.Options) with
        {
            AddedTokens = added.Tokens,
            ModelPieces = added.ModelPieces,
            OutsideModel = added.OutsideModel,
        };
    }

    /// <summary>The tokens that the files of a folder add to a vocabulary.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="pieces">The vocabulary, which gets those it does not have.</param>
    /// <param name="config">What <c>tokenizer_config.json</c> there says.</param>
    /// <param name="names">The special tokens.</param>
    /// <exception cref="ClozeException">A file is malformed.</exception>
    public static AddedTokenList ReadAdded(
        string folder, PieceList pieces, TokenizerConfig config, SpecialTokens names)
    {
        var added = new AddedTokenList(pieces);
        foreach (string name in names.All) added.AddIfPiece(name);
        if (config.AddedTokens is { } tokens) AddAll(added, tokens);
        else AddFile(added, Path.Combine(folder, AddedTokensName), config);
        foreach (string name in config.MoreSpecialTokens) added.AddIfPiece(name);
        return added;
    }

    private static void AddAll(AddedTokenList added, IEnumerable<(AddedToken Token, JsonField Place)> tokens)
    {
        foreach ((AddedToken token, JsonField place) in tokens.OrderBy(entry => entry.Token.Id))
        {
            added.Add(token, place["content"]);
        }
    }

    // Names and their ids alone: a name that is not special is compared with normalised text.
    private static void AddFile(AddedTokenList added, string path, TokenizerConfig config)
    {
        if (!File.Exists(path)) return;
        HashSet<string> special = [.. config.SpecialTokens.All, .. config.MoreSpecialTokens];
        foreach ((string name, JsonField field) in JsonField.ReadFile(path, MaximumBytes).Members())
        {
            int id = field.Integer(0, Vocabulary.MaximumCount - 1);
            if (name.Length == 0) throw field.Wrong("a name that is not empty");
            bool isSpecial = special.Contains(name);
            added.Add(new AddedToken { Id = id, Content = name, Special = isSpecial, Normalized = !isSpecial }, field);
        }
    }

    // Text that is lower-cased meets no piece with capitals. Uncased vocabularies have some such pieces, but few.
    private static void NoteCase(PieceList pieces, TokenizerConfig config)
    {
        if (config.SaysCase) return;
        string[] capitals = [.. pieces.Ids.Keys.Where(HasCapital)];
        if (capitals.Length * 100L < pieces.Ids.Count) return;
        pieces.Note(
            $"{pieces.Source} has {capitals.Length} pieces with capitals, such as '{capitals[0]}', and no "
            + $"{TokenizerConfig.FileName} beside it says do_lower_case: text is lower-cased, as BERT's default is. "
            + $"For a cased model put {{\"do_lower_case\": false}} there.");
    }

    private static bool HasCapital(string piece) => !piece.StartsWith('[') && piece.Any(char.IsUpper);
}
