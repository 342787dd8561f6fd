namespace Cloze.Text;

/// <summary>
/// BERT's WordPiece tokenizer: text to ids and back, token for token as Hugging Face's <c>BertTokenizerFast</c>. A
/// tokenizer does not change and may be used by many threads at once.
/// </summary>
public sealed class Tokenizer
{
    private readonly TokenizerDefinition _definition;
    private readonly AddedTokenFinder _rawTokens;
    private readonly Dictionary<int, string> _normalizedForms;
    private readonly TextAnalyzer _analyzer;
    private readonly IdEncoder _encoder;

    internal Tokenizer(TokenizerDefinition definition)
    {
        _definition = definition;
        TokenizerOptions options = definition.Options;
        var normalizer = new Normalizer(options);
        ILookup<bool, AddedToken> tokens = definition.AddedTokens.ToLookup(token => token.Normalized);
        _rawTokens = new AddedTokenFinder(tokens[false].Select(token => (token.Content, token)));
        _normalizedForms = tokens[true].ToDictionary(
            token => token.Id, token => normalizer.Normalize(token.Content, 0).Characters.ToString());
        var normalizedTokens = new AddedTokenFinder(tokens[true].Select(token => (_normalizedForms[token.Id], token)));
        var model = new WordPieceModel(
            [.. Vocabulary.Pieces.Take(definition.ModelPieces)],
            definition.Prefix,
            Vocabulary.UnknownId,
            options.MaximumCharactersPerWord);
        _analyzer = new TextAnalyzer(Vocabulary, normalizer, model, _rawTokens, normalizedTokens);
        _encoder = new IdEncoder(new CharacterTable(options), model);
    }

    /// <summary>The pieces and their ids.</summary>
    public Vocabulary Vocabulary => _definition.Vocabulary;

    /// <summary>How text is treated.</summary>
    public TokenizerOptions Options => _definition.Options;

    internal TokenizerDefinition Definition => _definition;

    /// <summary>
    /// Opens a folder (its <c>tokenizer.json</c>, else its <c>vocab.txt</c> with <c>tokenizer_config.json</c>), or one
    /// of these files.
    /// </summary>
    /// <exception cref="ClozeException">
    /// Nothing is there, or it is malformed, or of a kind that Cloze does not have.
    /// </exception>
    public static Tokenizer Load(string path) => new(TokenizerFolder.Read(path));

    /// <summary>Sets up BERT's tokenizer round a vocabulary.</summary>
    public static Tokenizer Create(Vocabulary vocabulary, TokenizerOptions? options = null) =>
        new(TokenizerDefinition.Bert(vocabulary, options ?? new TokenizerOptions()));

    /// <summary>Encodes a text, or two that belong together; an empty second text is one of no tokens.</summary>
    /// <exception cref="ClozeException">The text that may be cut is not long enough to be cut.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The greatest length is negative.</exception>
    public Encoding Encode(string text, string? pair = null, EncodingOptions? options = null)
    {
        options ??= new EncodingOptions();
        if (options.MaximumLength is int length) ArgumentOutOfRangeException.ThrowIfNegative(length, nameof(options));
        TokenList first = _analyzer.Analyze(text);
        TokenList? second = pair is null ? null : _analyzer.Analyze(pair);
        Truncation? truncation = options.MaximumLength is int maximum
            ? new Truncation(maximum, options.Truncation)
            : options.Truncation == TruncationStrategy.None ? null : _definition.Truncation;
        int special = options.AddSpecialTokens ? _definition.Template.SpecialCount(pair is not null) : 0;
        (int, int) lengths = (first.Ids.Count, second?.Ids.Count ?? -1);
        if (truncation is not null) lengths = truncation.Lengths(lengths.Item1, lengths.Item2, special);
        var builder = new EncodingBuilder(truncation?.Left ?? false);
        foreach (TemplateStep step in _definition.Template.Steps(pair is not null))
        {
            if (step.Token is not (int id, string name)) builder.AddText(step.Second ? second! : first, step, lengths);
            else if (options.AddSpecialTokens) builder.AddSpecial(id, name, step.TypeId);
        }

        return builder.Build();
    }

    /// <summary>
    /// Appends the ids of a text, without special tokens round it and uncut: the fast path for whole corpora.
    /// </summary>
    public void AppendIds(ReadOnlySpan<char> text, List<int> ids)
    {
        int covered = 0, position = 0;
        while (_rawTokens.TryFind(text, covered, ref position, out AddedTokenMatch match))
        {
            if (covered < match.Start) AppendPart(text[covered..match.Start], ids);
            ids.Add(match.Id);
            covered = match.End;
        }

        AppendPart(text[covered..], ids);
    }

    /// <summary>Turns ids into text again: pieces joined by spaces, continuations glued.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="skipSpecialTokens">Whether special tokens are left out.</param>
    /// <exception cref="ClozeException">An id is outside the vocabulary.</exception>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = true)
    {
        var pieces = new List<string>(ids.Length);
        foreach (int id in ids)
        {
            string piece = _normalizedForms.GetValueOrDefault(id) ?? Vocabulary[id];
            if (!skipSpecialTokens || !Vocabulary.IsSpecial(id)) pieces.Add(piece);
        }

        return _definition.Decoder is { } decoder ? decoder.Join(pieces) : string.Join(' ', pieces);
    }

    /// <summary>
    /// Writes <c>tokenizer.json</c>, <c>vocab.txt</c> and <c>tokenizer_config.json</c> into a folder.
    /// </summary>
    /// <exception cref="ClozeException">
    /// A file cannot be written, or a piece cannot stand in <c>vocab.txt</c>.
    /// </exception>
    public void Save(string folder) => TokenizerFolder.Write(_definition, folder);

    private void AppendPart(ReadOnlySpan<char> part, List<int> ids)
    {
        if (_normalizedForms.Count > 0 || !_encoder.TryAppend(part, ids)) _analyzer.AppendIds(part, ids);
    }
}
