using System.Runtime.ExceptionServices;
using Cloze.Compute;
using Cloze.Data;
using Cloze.Masking;
using Cloze.Models;
using Cloze.Predictions;

namespace Cloze.Evaluation;

/// <summary>A saved model, ready to be measured on texts; the masks depend on the texts alone.</summary>
public sealed class ModelEvaluation : IDisposable
{
    private const int BatchTokens = 4096;
    private readonly PretrainedModel _pretrained;
    private readonly PieceTable _pieces;
    private readonly Evaluator _evaluator;
    private PairEvaluator? _pairs;

    private ModelEvaluation(PretrainedModel pretrained)
    {
        _pretrained = pretrained;
        _pieces = PieceTable.From(pretrained.Tokenizer);
        _evaluator = new Evaluator(pretrained.Model, Math.Max(BatchTokens, Positions));
    }

    /// <summary>Whether the folder has a next-sentence head, whole.</summary>
    public bool HasNextSentence => _pretrained.Model.NextSentence is not null;

    /// <summary>Which tensors the folder lacked and which were left unused.</summary>
    public LoadReport Report => _pretrained.Report;

    /// <summary>What was noticed in the tokenizer's files and may matter, a sentence each.</summary>
    public IReadOnlyList<string> TokenizerNotes => _pretrained.Tokenizer.Notes;

    private int SequenceLength => Math.Min(new TokenStoreOptions().SequenceLength, Positions);

    private int Positions => _pretrained.Model.Config.MaximumPositions;

    /// <summary>Loads a model folder in the Hugging Face layout.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="threads">Threads to compute with; 0 for one a core.</param>
    /// <exception cref="ClozeException">
    /// The folder is missing, damaged, its parts disagree, or it has no masked-language-model head.
    /// </exception>
    /// <exception cref="ArgumentNullException">No folder is given.</exception>
    public static ModelEvaluation Load(string folder, int threads = 0) =>
        Load(folder, new EngineOptions { Threads = threads });

    /// <summary>Loads a model folder in the Hugging Face layout onto a device.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="engine">Where the model computes, and how.</param>
    /// <exception cref="ClozeException">
    /// The folder is missing, damaged, its parts disagree, or it has no masked-language-model head; or the device
    /// cannot be used.
    /// </exception>
    /// <exception cref="ArgumentNullException">No folder or no engine is given.</exception>
    public static ModelEvaluation Load(string folder, EngineOptions engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        var pretrained = PretrainedModel.LoadPredictions(folder, engine);
        try
        {
            return new ModelEvaluation(pretrained);
        }
        catch
        {
            pretrained.Dispose();
            throw;
        }
    }

    /// <summary>Predicts 15 % of the tokens of these documents, the same tokens every time.</summary>
    /// <exception cref="ClozeException">No document has a token to predict.</exception>
    /// <exception cref="ArgumentNullException">No documents are given.</exception>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public EvaluationResult Evaluate(IEnumerable<string> documents, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(documents);
        using TokenStore store = Store(documents, _pretrained.Threads, cancellation);
        return _evaluator.Evaluate(new EvaluationSet(store, _pieces), cancellation);
    }

    /// <summary>Does the second task on pairs of these documents, the same pairs every time.</summary>
    /// <param name="documents">The documents.</param>
    /// <param name="question">What the head was trained to tell; null for what follows.</param>
    /// <param name="cancellation">Ends it between two batches.</param>
    /// <returns>
    /// What came out; null where the model has no next-sentence head, or the documents give no pairs: a single
    /// document, or none of two sentences.
    /// </returns>
    /// <exception cref="ClozeException">The documents have no token, or the model is too small for pairs.</exception>
    /// <exception cref="ArgumentNullException">No documents are given.</exception>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public NextSentenceResult? EvaluateNextSentence(
        IEnumerable<string> documents, PairQuestion? question = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(documents);
        if (!HasNextSentence || _pretrained.Model.Config.TokenTypes < 2) return null;
        question ??= new PairQuestion();
        using SentenceStore store = Sentences(documents, question.Sentences, cancellation);
        var options = new PairOptions { Rule = question.Rule, SequenceLength = SequenceLength };
        return PairSet.TryCreate(store, options) is { } set ? _evaluator.Evaluate(set, cancellation) : null;
    }

    /// <summary>
    /// Measures the model on these documents from several sides: as <see cref="Evaluate"/> does, by frequency and kind
    /// of the masked pieces, in bits per character, and by the pseudo-likelihood of a sample. One thread at a time.
    /// </summary>
    /// <param name="documents">The documents, read once.</param>
    /// <param name="options">What is looked at; null for the defaults.</param>
    /// <param name="progress">Is told now and then, on this thread, how far it is.</param>
    /// <param name="cancellation">Ends it between two batches.</param>
    /// <exception cref="ClozeException">No document has a token to predict, or an option is out of range.</exception>
    /// <exception cref="ArgumentNullException">No documents are given.</exception>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public DetailedEvaluation EvaluateInDetail(
        IEnumerable<string> documents,
        EvaluationOptions? options = null,
        Action<EvaluationProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(documents);
        options ??= new EvaluationOptions();
        options.Validate();
        progress?.Invoke(default);
        using var text = EvaluationText.Read(
            documents, _pretrained.Tokenizer, _pieces, StoreOptions(_pretrained.Threads), cancellation);
        var evaluator = new DetailedEvaluator(_pretrained, _pieces, _evaluator, BatchTokens);
        return evaluator.Evaluate(text, options, progress, cancellation);
    }

    /// <summary>
    /// Gives for each document what <see cref="Evaluate"/> gives for it alone, in their order, at the speed of full
    /// batches.
    /// </summary>
    /// <exception cref="TextException">A document has no token to predict; those before it have been given.</exception>
    /// <exception cref="ArgumentNullException">No documents are given.</exception>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public IEnumerable<EvaluationResult> EvaluateEach(
        IEnumerable<string> documents, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(documents);
        return Iterate(documents, cancellation);
    }

    /// <summary>
    /// Measures how often the model holds the right sentence of minimal pairs likelier, by the pseudo-log-likelihood
    /// with each token masked alone (Salazar et al. 2020) and with later pieces of its word masked too (Kauf and
    /// Ivanova 2023). One thread at a time.
    /// </summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="progress">Is told now and then, on this thread, how many pairs are done.</param>
    /// <param name="cancellation">Ends it between two batches.</param>
    /// <exception cref="ClozeException">A sentence is longer than the model's positions, or has no token.</exception>
    /// <exception cref="ArgumentNullException">No pairs are given.</exception>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public PairEvaluationResult EvaluatePairs(
        MinimalPairs pairs, Action<int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        _pairs ??= new PairEvaluator(_pretrained.Model, _pretrained.Tokenizer, BatchTokens);
        return _pairs.Evaluate(pairs, progress, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pairs?.Dispose();
        _evaluator.Dispose();
        _pretrained.Dispose();
    }

    private IEnumerable<EvaluationResult> Iterate(IEnumerable<string> documents, CancellationToken cancellation)
    {
        SharedEvaluation shared = _evaluator.Share();
        using IEnumerator<string> texts = documents.GetEnumerator();
        ExceptionDispatchInfo? error = null;
        for (int index = 0; TryRead(texts, index, out EvaluationSet? set, out error, cancellation); index++)
        {
            shared.Add(set!);
            foreach (EvaluationResult result in shared.TakeResults()) yield return result;
        }

        cancellation.ThrowIfCancellationRequested();
        shared.Score();
        foreach (EvaluationResult result in shared.TakeResults()) yield return result;
        error?.Throw();
    }

    // An error waits until the documents before it have their results.
    private bool TryRead(
        IEnumerator<string> texts,
        int index,
        out EvaluationSet? set,
        out ExceptionDispatchInfo? error,
        CancellationToken cancellation)
    {
        set = null;
        error = null;
        try
        {
            if (texts.MoveNext()) set = Set(texts.Current, index, cancellation);
        }
        catch (Exception found)
        {
            error = ExceptionDispatchInfo.Capture(found);
        }

        return set is not null;
    }

    private EvaluationSet Set(string document, int index, CancellationToken cancellation)
    {
        try
        {
            return new EvaluationSet(Store([document], 1, cancellation), _pieces);
        }
        catch (ClozeException error)
        {
            throw new TextException(index, error);
        }
    }

    private SentenceStore Sentences(
        IEnumerable<string> documents, SentenceRule rule, CancellationToken cancellation) => new(
            TokenStoreBuilder.BuildInMemory(
                documents,
                SentenceStore.Tokenizer(
                    (text, ids) => _pretrained.Tokenizer.AppendIds(text.Span, ids), rule, _pieces.SeparatorId),
                _pieces,
                SentenceStore.Options(_pretrained.Threads),
                cancellation),
            _pieces);

    private TokenStore Store(IEnumerable<string> documents, int threads, CancellationToken cancellation) =>
        TokenStoreBuilder.BuildInMemory(
            documents,
            (text, ids) => _pretrained.Tokenizer.AppendIds(text, ids),
            _pieces,
            StoreOptions(threads),
            cancellation);

    private TokenStoreOptions StoreOptions(int threads) => new()
    {
        SequenceLength = SequenceLength,
        Threads = threads,
    };
}
