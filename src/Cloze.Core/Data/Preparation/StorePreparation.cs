using System.Diagnostics;
using Cloze.Files;
using Cloze.Masking;
using Cloze.Text;

namespace Cloze.Data;

/// <summary>
/// Tokenises a corpus of any size once, into a store that any run can be trained from: in parallel, in bounded memory,
/// to be gone on with after an interruption, and to be added to.
/// </summary>
public sealed class StorePreparation
{
    private readonly IProgress<StoreProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly string _folder;
    private readonly IReadOnlyList<string> _files;
    private readonly long _bytes;
    private readonly string? _corpusHash;
    private StoreOptions _options;

    private StorePreparation(
        StoreOptions options, IProgress<StoreProgress>? progress, CancellationToken cancellation)
    {
        options.Validate();
        _options = options;
        _progress = progress;
        _cancellation = cancellation;
        _folder = StoreParts.FolderOf(options.Output, options.Part, options.Parts);
        CorpusOptions corpus = options.Corpus with { NoText = [.. options.Corpus.NoText, options.Output] };
        IReadOnlyList<string> all = CorpusFiles.Find(corpus).Files;
        _files = PartInputs.Of(all, options.Part, options.Parts);
        _corpusHash = options.Parts > 1 ? PartInputs.HashOf(all) : null;
        _bytes = _files.Sum(UntrustedFile.Length);
    }

    /// <summary>Prepares a store, or a part of one.</summary>
    /// <param name="options">What is asked.</param>
    /// <param name="progress">Hears now and then how far it has come.</param>
    /// <param name="cancellation">Ends it; what is finished stays for <see cref="StoreOptions.Resume"/>.</param>
    /// <exception cref="ClozeException">
    /// An option, a file or the tokenizer cannot be used, the folder holds something else, another process is at it, or
    /// the disk is full.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static StoreSummary Run(
        StoreOptions options, IProgress<StoreProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new StorePreparation(options, progress, cancellation).Run();
    }

    /// <summary>Reads a whole store and checks every byte of it that is ever used.</summary>
    /// <exception cref="ClozeException">There is no store, it is not complete, or it is damaged.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static IReadOnlyList<StoreSummary> Check(string store, CancellationToken cancellation = default)
    {
        using var opened = CorpusStore.Open(store);
        opened.RequireIds(cancellation);
        return [.. StoreParts.All(store).Select(folder => CheckPart(folder, StoreJson.Read(folder)))];
    }

    private static StoreSummary CheckPart(string folder, StoreManifest manifest)
    {
        StoreTokenizer.Require(folder, manifest.Settings);
        foreach (SignatureFile file in manifest.NearDuplicates?.Signatures ?? []) file.Read(folder, (_, _) => { });
        return StoreSummary.Of(folder, manifest);
    }

    private StoreSummary Run()
    {
        StoreOpening.RequireFits(_folder, _options);
        Folder.Create(_folder);
        using var held = FolderLock.Take(_folder, _folder, "Wait until that process ends, or stop it.");

        // Another process may have written here between the look and the lock.
        bool isNew = StoreOpening.RequireFits(_folder, _options);
        Tokenizer tokenizer = isNew ? StartTokenizer() : Tokenizer.Load(_folder);
        var pieces = PieceTable.From(tokenizer);
        if (!isNew && _options.Tokenizer is { } path) StoreOpening.RequireTokenizer(_folder, pieces, path);
        if (!isNew) StoreChoices.RequireVocabulary(_folder, tokenizer, _options);
        StoreManifest manifest = isNew ? Start(tokenizer, pieces) : StoreJson.Read(_folder);
        Take(manifest.Settings);
        StoreOpening.RequireSame(_folder, manifest, Settings(), _options);
        StoreOpening.RequireShards(_folder, manifest);
        IReadOnlyList<string> remaining = StoreOpening.Remaining(_folder, manifest, _files, _cancellation);
        long start = Stopwatch.GetTimestamp();
        using var builder = new StoreBuilder(_folder, manifest, pieces, _options.ShardTokens, Drop(manifest));
        long read = Fill(builder, tokenizer, pieces, remaining);
        StoreManifest finished = builder.Finish();
        RequireText(finished);
        return StoreSummary.Of(_folder, finished) with
        {
            FilesRead = remaining.Count,
            FilesBefore = _files.Count - remaining.Count,
            BytesRead = read,
            TokensWritten = builder.Tokens,
            Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds,
        };
    }

    /// <summary>Lets the store decide what was not given.</summary>
    private void Take(StoreSettings stored)
    {
        _options = StoreChoices.Take(_options, stored);
        _options.Validate();
    }

    private long Fill(StoreBuilder builder, Tokenizer tokenizer, PieceTable pieces, IEnumerable<string> files)
    {
        double share = _options.HeldOut > 0 ? _options.HeldOut : HeldOut.DefaultShare;
        var tokens = new BlockTokenizer(
            tokenizer, pieces, share, StoredSentenceRule.Cutter(_options.Sentences), _options.NearDuplicates);
        var plan = StoreWork.Fit(_options);
        using var work = new OrderedWork<DocumentBlock>(plan.Threads, tokens.Tokenize);
        var reader = new BlockReader(_options.Corpus, plan.BlockCharacters, _cancellation, _options.BlockInputs);
        foreach (DocumentBlock block in reader.Read(files, builder.Manifest.Reading))
        {
            _cancellation.ThrowIfCancellationRequested();
            work.Add(block);
            if (work.Count >= plan.Blocks) Write();
        }

        while (work.Count > 0) Write();
        return reader.BytesRead;

        void Write()
        {
            _cancellation.ThrowIfCancellationRequested();
            DocumentBlock done = work.Take();
            builder.Add(done);
            reader.Return(done);
            _progress?.Report(new StoreProgress(false, reader.BytesRead, _bytes, builder.Tokens));
        }
    }

    private Tokenizer StartTokenizer()
    {
        Tokenizer tokenizer = _options.Tokenizer is { } path ? Tokenizer.Load(path) : Learn();
        tokenizer.Save(_folder);
        return tokenizer;
    }

    private Tokenizer Learn()
    {
        if (_options.Parts > 1)
        {
            throw new ClozeException(
                "A part of a store needs a tokenizer that all parts have, and none was given.",
                "Name one as `tokenizer`, such as the folder of a store of a sample of the corpus.");
        }

        _progress?.Report(new StoreProgress(true, 0, _bytes, 0));
        var options = new TokenizerOptions { LowerCase = !_options.Cased };
        double share = _options.HeldOut;
        return VocabularyTraining.Learn(
            _options.VocabularyKind,
            Documents().Select(document => document.Text).Where(text => share == 0 || !HeldOut.Contains(text, share)),
            _options.VocabularySize,
            options,
            _options.ThreadCount,
            _cancellation);
    }

    /// <summary>What a vocabulary is learned from, near-duplicates left out where they are not stored.</summary>
    private IEnumerable<Document> Documents()
    {
        IEnumerable<Document> all =
            Corpus.Read(_options.Corpus with { NoText = [.. _options.Corpus.NoText, _options.Output] });
        return _options.NearDuplicates
            ? NearDuplicateFilter.Filter(all, _ => { }, _options.MostRemembered)
            : all;
    }

    private DuplicateDrop? Drop(StoreManifest manifest) => manifest.NearDuplicates is { } duplicates
        ? new DuplicateDrop(_folder, duplicates, _options.MostRemembered)
        : null;

    private StoreManifest Start(Tokenizer tokenizer, PieceTable pieces)
    {
        StoreSettings settings = Settings();
        var manifest = new StoreManifest
        {
            VocabularySize = tokenizer.Vocabulary.Count,
            VocabularyHash = pieces.Hash,
            Settings = settings,
            SettingsHash = StoreManifest.HashOf(pieces.Hash, settings),
            Part = _options.Part,
            Parts = _options.Parts,
            CorpusHash = _corpusHash,
            NearDuplicates = _options.NearDuplicates ? new StoredDuplicates() : null,
        };
        StoreJson.Write(_folder, manifest);
        return manifest;
    }

    /// <summary>What decides the ids, the tokenizer being in the folder already.</summary>
    private StoreSettings Settings() => new()
    {
        Document = _options.Corpus.DocumentRule,
        TextField = _options.Corpus.TextField,
        ReplaceInvalid = _options.Corpus.ReplaceInvalid,
        HeldOut = _options.HeldOut,
        SentenceRule = StoredSentenceRule.Of(_options.Sentences),
        NearDuplicateRule = NearDuplicateRule.Of(_options.NearDuplicates),
        Tokenizer = StoreTokenizer.HashOf(_folder),
    };

    private void RequireText(StoreManifest manifest)
    {
        if (manifest.FilesOf(StoreHalf.Training).Any()) return;

        // A store of nothing would stand in the way of the next try.
        if (manifest.Stretches.Count == 0) File.Delete(Path.Combine(_folder, StoreManifest.FileName));
        throw new ClozeException(
            $"The corpus gives {_folder} no document to train on, expected at least one.",
            "Check that its files hold text, or ask for fewer parts or a smaller `held_out`.");
    }
}
