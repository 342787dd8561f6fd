using Cloze.Files;

namespace Cloze.Text;

/// <summary>
/// A tokenizer put together of parts, as Hugging Face's are: text to ids and back, token for token as theirs. Its model
/// is BERT's WordPiece, the byte-pair encoding of GPT-2 and RoBERTa, or the unigrams of SentencePiece. A tokenizer does
/// not change and may be used by many threads at once.
/// </summary>
public sealed class Tokenizer
{
    /// <summary>Buffers of more tokens are not kept for the next text.</summary>
    private const int LargestKept = 1 << 16;

    private readonly TokenizerDefinition _definition;
    private readonly Dictionary<int, string> _normalizedForms;
    private readonly TextEncoder _encoder;
    private readonly Pool<TokenBuffer> _buffers = new(() => new TokenBuffer());

    internal Tokenizer(TokenizerDefinition definition)
    {
        _definition = definition;
        Normalizer normalizer = definition.CreateNormalizer();
        _normalizedForms = definition.AddedTokens.Where(token => token.Normalized).ToDictionary(
            token => token.Id, token => normalizer.Normalize(token.Content, 0).Characters.ToString());
        _encoder = TextEncoders.Create(definition, _normalizedForms);
    }

    /// <summary>The pieces and their ids.</summary>
    public Vocabulary Vocabulary => _definition.Vocabulary;

    /// <summary>How text is treated.</summary>
    public TokenizerOptions Options => _definition.Options;

    /// <summary>
    /// What was noticed in the files that it was opened from and may matter, a sentence each: two files that disagree,
    /// ids without a piece, a cased vocabulary that is read as an uncased one. Empty where all is as it should be.
    /// </summary>
    public IReadOnlyList<string> Notes => _definition.Notes;

    internal TokenizerDefinition Definition => _definition;

    /// <summary>
    /// Opens a folder (its <c>tokenizer.json</c>, else its <c>vocab.txt</c> with <c>added_tokens.json</c>, else its
    /// <c>vocab.json</c> with <c>merges.txt</c>), or one of these files; <c>tokenizer_config.json</c> beside them is
    /// read too. See then what <see cref="Notes"/> says.
    /// </summary>
    /// <exception cref="ClozeException">
    /// Nothing is there, or it is malformed, or of a kind that Cloze does not have.
    /// </exception>
    public static Tokenizer Load(string path)
    {
        ModelFolder.RequireOrFile(path);
        return new Tokenizer(TokenizerFolder.Read(path));
    }

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
        TokenBuffer first = Rent(text);
        TokenBuffer? second = pair is null ? null : Rent(pair);
        Truncation? truncation = options.MaximumLength is int maximum
            ? new Truncation(maximum, options.Truncation)
            : options.Truncation == TruncationStrategy.None ? null : _definition.Truncation;
        var assembly = new EncodingAssembly(_definition, options.AddSpecialTokens, truncation);
        Encoding encoding = assembly.Assemble(first, second);
        Return(first);
        if (second is not null) Return(second);
        return encoding;
    }

    /// <summary>
    /// Appends the tokens of a text with their places, without special tokens round it and uncut: what
    /// <see cref="Encode"/> finds, without an object a text.
    /// </summary>
    public void Append(ReadOnlySpan<char> text, TokenBuffer destination)
    {
        var sink = new PlaceSink(destination);
        _encoder.Append(text, ref sink);
    }

    /// <summary>
    /// Appends the ids of a text, without special tokens round it and uncut: the fast path for whole corpora.
    /// </summary>
    public void AppendIds(ReadOnlySpan<char> text, List<int> ids)
    {
        var sink = new IdSink(ids);
        _encoder.Append(text, ref sink);
        sink.Finish();
    }

    /// <summary>Hands the tokens of a text on, without special tokens round it and uncut.</summary>
    internal void Append<TSink>(ReadOnlySpan<char> text, ref TSink sink)
        where TSink : struct, ITokenSink, allows ref struct => _encoder.Append(text, ref sink);

    /// <summary>
    /// Turns ids into text again: pieces joined by spaces, continuations glued; an id without a piece gives nothing.
    /// </summary>
    /// <param name="ids">The ids.</param>
    /// <param name="skipSpecialTokens">Whether special tokens are left out.</param>
    /// <exception cref="ClozeException">An id is outside the vocabulary.</exception>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = true) =>
        Join(PiecesOf(ids, skipSpecialTokens), goesOn: false);

    /// <summary>
    /// What <see cref="Decode"/> gives for a sequence with each of some ids at one position in turn, the rest of it
    /// decoded once.
    /// </summary>
    /// <exception cref="ClozeException">An id is outside the vocabulary.</exception>
    internal string[] DecodeEach(ReadOnlySpan<int> ids, int position, ReadOnlySpan<int> choices, bool skipSpecialTokens)
    {
        if (_definition.Decoder is not (null or WordPieceDecoder))
        {
            return DecodeWhole(ids.ToArray(), position, choices, skipSpecialTokens);
        }

        List<string> before = PiecesOf(ids[..position], skipSpecialTokens);
        string[] texts = new string[choices.Length];
        string start = Join(before, goesOn: false);
        string end = Join(PiecesOf(ids[(position + 1)..], skipSpecialTokens), goesOn: true);
        for (int i = 0; i < choices.Length; i++)
        {
            List<string> choice = PiecesOf(choices.Slice(i, 1), skipSpecialTokens);
            bool first = before.Count == 0 && choice.Count == 0;
            texts[i] = first
                ? Decode(ids[(position + 1)..], skipSpecialTokens)
                : string.Concat(start, Join(choice, goesOn: before.Count > 0), end);
        }

        return texts;
    }

    /// <summary>
    /// Writes <c>tokenizer.json</c>, <c>tokenizer_config.json</c> and the model's own files into a folder:
    /// <c>vocab.txt</c> of WordPiece, <c>vocab.json</c> and <c>merges.txt</c> of byte-pair encoding.
    /// </summary>
    /// <exception cref="ClozeException">
    /// A file cannot be written, or a piece cannot stand in <c>vocab.txt</c>.
    /// </exception>
    public void Save(string folder) => TokenizerFolder.Write(_definition, folder, looksAtTypes: true);

    /// <summary>
    /// Writes the same for a model that may know no token types, where the files say that none go in, and that has so
    /// many positions: they then name no longer input, so that Hugging Face's libraries cut texts as Cloze does.
    /// </summary>
    /// <inheritdoc cref="Save(string)" path="/exception"/>
    internal void Save(string folder, bool looksAtTypes, int positions) =>
        TokenizerFolder.Write(DefinitionFor(positions), folder, looksAtTypes);

    /// <summary>
    /// Writes of <c>tokenizer.json</c> and <c>tokenizer_config.json</c>, which others need, those that a folder lacks.
    /// </summary>
    /// <returns>The names of the files that were written.</returns>
    /// <exception cref="ClozeException">A file cannot be written.</exception>
    internal IReadOnlyList<string> SaveMissing(string folder, bool looksAtTypes, int positions) =>
        TokenizerFolder.WriteMissing(DefinitionFor(positions), folder, looksAtTypes);

    private TokenizerDefinition DefinitionFor(int positions)
    {
        int length = Math.Min(_definition.Options.ModelMaximumLength ?? positions, positions);
        return _definition with { Options = _definition.Options with { ModelMaximumLength = length } };
    }

    private List<string> PiecesOf(ReadOnlySpan<int> ids, bool skipSpecialTokens)
    {
        var pieces = new List<string>(ids.Length);
        foreach (int id in ids)
        {
            string piece = _normalizedForms.GetValueOrDefault(id) ?? Vocabulary[id];
            if (piece.Length == 0) continue;
            if (!skipSpecialTokens || !Vocabulary.IsSpecial(id)) pieces.Add(piece);
        }

        return pieces;
    }

    // What a piece becomes may depend on those beside it.
    private string[] DecodeWhole(int[] ids, int position, ReadOnlySpan<int> choices, bool skipSpecialTokens)
    {
        string[] texts = new string[choices.Length];
        for (int i = 0; i < choices.Length; i++)
        {
            ids[position] = choices[i];
            texts[i] = Decode(ids, skipSpecialTokens);
        }

        return texts;
    }

    private string Join(List<string> pieces, bool goesOn)
    {
        if (_definition.Decoder is WordPieceDecoder wordPiece) return wordPiece.Join(pieces, goesOn);
        if (_definition.Decoder is { } decoder) return decoder.Decode(pieces);
        string text = string.Join(' ', pieces);
        return goesOn && pieces.Count > 0 ? " " + text : text;
    }

    private TokenBuffer Rent(string text)
    {
        TokenBuffer buffer = _buffers.Rent();
        Append(text, buffer);
        return buffer;
    }

    private void Return(TokenBuffer buffer)
    {
        if (buffer.Capacity > LargestKept) return;
        buffer.Clear();
        _buffers.Return(buffer);
    }
}
