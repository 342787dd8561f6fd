using Cloze.Data;
using Cloze.Masking;
using Cloze.Text;

namespace Cloze.Training;

/// <summary>From documents to token stores: the vocabulary, the held-out split, the sequences.</summary>
internal sealed class CorpusPreparation
{
    private readonly EffectiveOptions _options;
    private readonly CheckpointFolder _folder;
    private readonly ITrainingObserver _observer;
    private readonly CancellationToken _cancellation;
    private readonly IEnumerable<string>? _ownDocuments;
    private readonly string? _store;
    private readonly CorpusListing? _listing;
    private readonly DocumentTally _tally = new();
    private readonly DocumentSplit _documents;
    private readonly DocumentSplit? _validation;
    private readonly SentencePreparation? _sentences;
    private NearDuplicateReport? _nearDuplicates;

    /// <summary>Opens the corpus; its paths are checked, nothing is read yet.</summary>
    /// <param name="documents">The texts, where the program has them; null reads the corpus of the options.</param>
    /// <param name="options">What the user gave, decided.</param>
    /// <param name="folder">Where the token stores go.</param>
    /// <param name="observer">Hears of the phases.</param>
    /// <param name="cancellation">Stops the preparation.</param>
    /// <exception cref="ClozeException">A path, or the SDK's documentation, is missing.</exception>
    public CorpusPreparation(
        IEnumerable<string>? documents,
        EffectiveOptions options,
        CheckpointFolder folder,
        ITrainingObserver observer,
        CancellationToken cancellation)
    {
        _options = options;
        _folder = folder;
        _observer = observer;
        _cancellation = cancellation;
        _ownDocuments = documents;
        _store = documents is null && StoreCorpus.IsNamed(options.Options) ? options.Options.Data![0] : null;
        _listing = options.Corpus is { } corpus && documents is null && _store is null ? List(corpus) : null;
        _documents = new DocumentSplit(OpenDocuments, share: options.Options.HeldOut ?? 0);
        if (options.Pairs is not null)
        {
            _sentences = new SentencePreparation(options, _listing, folder, observer, cancellation);
            _sentences.Require();
        }

        if (options.Validation is not { } validation) return;
        SayWhatIsInBoth(List(validation));
        _validation = new DocumentSplit(() => Corpus.Read(validation), share: 0);
    }

    /// <summary>Trains or loads the tokenizer and builds both stores.</summary>
    /// <exception cref="ClozeException">
    /// The corpus or tokenizer cannot be used, see <see cref="DocumentSplit"/>.
    /// </exception>
    public PreparedCorpus Prepare()
    {
        Tokenizer tokenizer = GetTokenizer();
        foreach (string note in tokenizer.Notes) _observer.OnMessage(note);
        var pieces = PieceTable.From(tokenizer);
        _observer.OnPhase(TrainingPhase.Tokens);
        var owned = new Owned();
        try
        {
            ISequenceSource training = owned.Add(_store is null
                ? Build(_documents.Training(_cancellation), tokenizer, pieces)
                : StoreCorpus.Open(_store, StoreHalf.Training, pieces, _options.Recipe.SequenceLength));
            ISequenceSource heldOut = owned.Add(_store is null || _validation is not null
                ? Build(HeldOutTexts(), tokenizer, pieces)
                : StoreCorpus.Open(_store, StoreHalf.HeldOut, pieces, _options.Recipe.SequenceLength));
            CorpusSentences? sentences = BuildSentences(tokenizer, pieces);
            if (sentences is not null) owned.Add(sentences);
            SayWhatBecame();
            CorpusSummary summary = Summarize(training, heldOut) with
            {
                Pairs = sentences is null ? null : _sentences!.Count(sentences),
            };
            return new PreparedCorpus(tokenizer, pieces, training, heldOut, summary) { Sentences = sentences };
        }
        catch
        {
            owned.Dispose();
            throw;
        }
    }

    private CorpusSentences? BuildSentences(Tokenizer tokenizer, PieceTable pieces)
    {
        if (_store is not null)
        {
            return _sentences?.Open(_store, _validation is null ? null : HeldOutTexts(), tokenizer, pieces);
        }

        _sentences?.Require(_tally);
        return _sentences?.Build(_documents.Training(_cancellation), HeldOutTexts(), tokenizer, pieces);
    }

    private static IEnumerable<Document> FromProgram(IEnumerable<string> documents) =>
        documents.Select((text, index) => new Document(
            text ?? throw new ArgumentException($"Document {index} is null.", nameof(documents)), "the program"));

    private IEnumerable<Document> OpenDocuments() => _options.Options.NearDuplicates == true
        ? NearDuplicateFilter.Filter(OpenAllDocuments(), report => _nearDuplicates = report)
        : OpenAllDocuments();

    private IEnumerable<Document> OpenAllDocuments() => _tally.Count(
        _ownDocuments is not null ? FromProgram(_ownDocuments)
            : _options.Corpus is { } corpus ? Corpus.Read(corpus)
            : SdkDocumentation.Read());

    private void SayWhatIsInBoth(CorpusListing validation)
    {
        HashSet<string> trained = [.. (_listing?.Files ?? []).Select(Path.GetFullPath)];
        string[] both = [.. validation.Files.Where(file => trained.Contains(Path.GetFullPath(file)))];
        if (both.Length == 0) return;
        string others = both.Length == 1 ? "" : $" and {both.Length - 1} more";
        _observer.OnMessage(
            $"{both[0]}{others} {(both.Length == 1 ? "is" : "are")} trained on and evaluated on: that says little "
            + "about other text.");
    }

    /// <summary>Checks the paths, and says what of them is no text.</summary>
    private CorpusListing List(CorpusOptions corpus)
    {
        CorpusListing listing = CorpusFiles.Find(corpus);
        if (listing.Remark is { } remark) _observer.OnMessage(remark);
        return listing;
    }

    private Tokenizer GetTokenizer()
    {
        if ((_options.Options.Tokenizer ?? _options.Options.From) is { } path) return Extend(Tokenizer.Load(path));
        _observer.OnPhase(TrainingPhase.Vocabulary);
        return Train(new TokenizerOptions
        {
            LowerCase = _options.Options.Cased != true,
            ModelMaximumLength = _options.Recipe.SequenceLength,
        });
    }

    private Tokenizer Extend(Tokenizer tokenizer)
    {
        if (_options.Options.ExtendVocabulary is not int count) return tokenizer;
        _observer.OnPhase(TrainingPhase.Vocabulary);
        Tokenizer extended = VocabularyExtension.Extend(
            tokenizer, _documents.Training(_cancellation), count, _options.ThreadCount, _cancellation);
        _observer.OnMessage(VocabularyExtension.Describe(tokenizer, extended));
        return extended;
    }

    private void SayWhatBecame()
    {
        bool wasCut = _listing is { HasPlainText: true } && _tally.Parts > _listing.Files.Count
            && _options.Corpus!.DocumentRule == DocumentRule.BlankLine;
        if (wasCut) _observer.OnMessage(WhatFilesGave(_listing!.Files.Count, _options.Corpus!.LongestDocument));
        if (_nearDuplicates is { } report) _observer.OnMessage(report.ToString());
        if (_documents.Remark is { } remark) _observer.OnMessage(remark);
        if (_options.Options.HeldOut == 0)
        {
            _observer.OnMessage(
                "Nothing is held out: what is evaluated on was trained on, too, and says little about other text.");
        }
    }

    // Long documents are cut, too, whatever the rule: then no blank line need be there at all.
    private string WhatFilesGave(int count, int longest)
    {
        string files = count == 1 ? "1 file" : $"{count} files";
        string gave = $"{files} gave {_tally.Describe(longest)}";
        if (_tally.Whole <= count) return gave + ".";
        string what = _tally.Parts == _tally.Whole ? "one" : "a document";
        return $"{gave}: a blank line ends {what}. Give `document` file to keep a file together.";
    }

    private Tokenizer Train(TokenizerOptions options)
    {
        int size = _options.Options.VocabularySize!.Value;
        Tokenizer tokenizer = VocabularyTraining.Learn(
            _options.Options.VocabularyKind ?? VocabularyKind.WordPiece,
            _documents.Training(_cancellation),
            size,
            options,
            _options.ThreadCount,
            _cancellation);
        int count = tokenizer.Vocabulary.Count;
        if (count < size) _observer.OnMessage($"The corpus is small: it gives {count} word pieces in place of {size}.");
        return tokenizer;
    }

    private IEnumerable<string> HeldOutTexts() =>
        _validation is null ? _documents.HeldOutTexts(_cancellation) : _validation.Training(_cancellation);

    private TokenStore Build(IEnumerable<string> documents, Tokenizer tokenizer, PieceTable pieces) =>
        TokenFiles.Build(_folder, path => TokenStoreBuilder.Build(
            documents,
            (text, ids) =>
            {
                tokenizer.AppendIds(text, ids);

                // As a store with sentences, which ends them with it.
                if (_sentences is not null) ids.RemoveAll(id => id == pieces.SeparatorId);
            },
            pieces,
            new TokenStoreOptions { SequenceLength = _options.Recipe.SequenceLength, Threads = _options.ThreadCount },
            path,
            _cancellation));

    private CorpusSummary Summarize(ISequenceSource training, ISequenceSource heldOut) => new(
        (training as StoredSequences)?.DocumentCount ?? _documents.TrainingCount,
        (heldOut as StoredSequences)?.DocumentCount ?? _validation?.TrainingCount ?? _documents.HeldOutCount,
        training.Count,
        heldOut.Count,
        training.TokenCount,
        heldOut.TokenCount,
        (training as StoredSequences)?.Store.InputCount ?? _listing?.Files.Count ?? 0)
    {
        NearDuplicates = _nearDuplicates,
    };
}
