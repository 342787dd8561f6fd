using Cloze.Compute;
using Cloze.Models;
using Cloze.Predictions;
using Cloze.Text;

namespace Cloze.Inference;

/// <summary>A loaded model and the queue before it, shared by all callers and all kinds of questions.</summary>
internal sealed class InferenceEngine : IDisposable
{
    private readonly PretrainedModel _pretrained;
    private readonly SequencePredictor _predictor;
    private readonly BatchingQueue _queue;
    private readonly EngineTelemetry _telemetry;
    private readonly Lazy<PieceKinds> _pieces;

    private InferenceEngine(PretrainedModel pretrained, int batchTokens)
    {
        _pretrained = pretrained;
        _predictor = new SequencePredictor(pretrained.Model, Math.Max(Config.MaximumPositions, batchTokens));
        _telemetry = new EngineTelemetry(pretrained.Folder);
        _queue = new BatchingQueue(
            _predictor.Run, _predictor.TokenCapacity, $"the model {pretrained.Folder}", _telemetry);
        _pieces = new Lazy<PieceKinds>(() => PieceKinds.Of(Tokenizer));
    }

    /// <summary>The most tokens of a batch.</summary>
    public int TokenCapacity => _queue.TokenCapacity;

    /// <summary>The model's weights.</summary>
    public EncoderModel Model => _pretrained.Model;

    /// <summary>The model's sizes and settings.</summary>
    public EncoderConfig Config => _pretrained.Model.Config;

    /// <summary>The model's tokenizer.</summary>
    public Tokenizer Tokenizer => _pretrained.Tokenizer;

    /// <summary>What loading found.</summary>
    public LoadReport Report => _pretrained.Report;

    /// <summary>Which pieces begin a word and which go on with one.</summary>
    public PieceKinds Pieces => _pieces.Value;

    /// <summary>Opens a model folder; where a step fails, nothing is left open.</summary>
    /// <inheritdoc cref="PretrainedModel.Load(string, ModelOutputs, EngineOptions)" path="/param | /exception"/>
    public static InferenceEngine Load(string folder, ModelOutputs outputs, EngineOptions engine) =>
        Open(() => PretrainedModel.Load(folder, outputs, engine), engine);

    /// <summary>
    /// Opens a model that predicts words, with its next-sentence head where the folder has that whole.
    /// </summary>
    /// <inheritdoc cref="PretrainedModel.Load(string, ModelOutputs, EngineOptions)" path="/param | /exception"/>
    public static InferenceEngine LoadPredictions(string folder, EngineOptions engine) =>
        Open(() => PretrainedModel.LoadPredictions(folder, engine), engine);

    private static InferenceEngine Open(Func<PretrainedModel> load, EngineOptions engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(engine.BatchTokens);
        PretrainedModel pretrained = load();
        try
        {
            return new InferenceEngine(pretrained, engine.BatchTokens);
        }
        catch
        {
            pretrained.Dispose();
            throw;
        }
    }

    /// <summary>Answers one text.</summary>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed of.</exception>
    public TAnswer One<TAnswer>(TextTask<TAnswer> task, TextPair text, CancellationToken cancellation)
    {
        TextWork<TAnswer> work = task.Prepare(Checked(text));
        Run([work], cancellation);
        return work.Answer();
    }

    /// <summary>Answers one text, on threads of the pool.</summary>
    /// <inheritdoc cref="One" path="/exception"/>
    public async Task<TAnswer> OneAsync<TAnswer>(
        TextTask<TAnswer> task, TextPair text, CancellationToken cancellation)
    {
        Checked(text);
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        TextWork<TAnswer> work = task.Prepare(text);
        await RunAsync([work], cancellation).ConfigureAwait(false);
        return work.Answer();
    }

    /// <summary>Answers many texts in order, at the speed of full batches.</summary>
    /// <exception cref="TextException">A text is refused.</exception>
    /// <inheritdoc cref="One" path="/exception"/>
    public IReadOnlyList<TAnswer> Many<TAnswer>(
        TextTask<TAnswer> task, IReadOnlyList<TextPair> texts, CancellationToken cancellation)
    {
        var answers = new List<TAnswer>(texts.Count);
        var window = new WorkWindow<TAnswer>(TokenCapacity);
        for (int index = 0; index < texts.Count; index++)
        {
            TextWork<TAnswer> text = task.Prepare(Checked(texts[index]), index);
            if (window.TryAdd(text)) continue;
            Run(window.Texts, cancellation);
            answers.AddRange(window.Answers());
            window = new WorkWindow<TAnswer>(TokenCapacity);
            window.TryAdd(text);
        }

        Run(window.Texts, cancellation);
        answers.AddRange(window.Answers());
        return answers;
    }

    /// <summary>Answers a stream of texts in order, in memory of two batches.</summary>
    public IAsyncEnumerable<TAnswer> Stream<TAnswer>(
        TextTask<TAnswer> task, IAsyncEnumerable<TextPair> texts, CancellationToken cancellation) =>
        new WorkStream<TAnswer>(this, task).Answer(texts, cancellation);

    /// <summary>Runs the rounds of some texts, in batches shared with all callers.</summary>
    /// <inheritdoc cref="One" path="/exception"/>
    public void Run<TAnswer>(IReadOnlyList<TextWork<TAnswer>> texts, CancellationToken cancellation)
    {
        if (texts.Count == 0) return;
        using RequestTelemetry request = _telemetry.Begin(texts[0].Operation, texts.Count);
        try
        {
            while (NextRound(texts) is { Count: > 0 } round) _queue.Run(new QueuedCall(round), cancellation);
        }
        catch (Exception error) when (request.Failed(error))
        {
            throw;
        }
    }

    /// <summary>As <see cref="Run"/>; who leads computes on the thread that awaits.</summary>
    /// <inheritdoc cref="One" path="/exception"/>
    public async Task RunAsync<TAnswer>(IReadOnlyList<TextWork<TAnswer>> texts, CancellationToken cancellation)
    {
        if (texts.Count == 0) return;
        using RequestTelemetry request = _telemetry.Begin(texts[0].Operation, texts.Count);
        try
        {
            while (NextRound(texts) is { Count: > 0 } round)
            {
                await _queue.RunAsync(new QueuedCall(round), cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (request.Failed(error))
        {
            throw;
        }
    }

    /// <summary>Does something that needs the engine for itself.</summary>
    /// <inheritdoc cref="One" path="/exception"/>
    public TResult RunAlone<TResult>(Func<TResult> function, CancellationToken cancellation)
    {
        TResult result = default!;
        _queue.Run(new QueuedCall(() => { result = function(); }), cancellation);
        return result;
    }

    /// <summary>As <see cref="RunAlone"/>, on threads of the pool, of which none waits.</summary>
    /// <inheritdoc cref="One" path="/exception"/>
    public async Task<TResult> RunAloneAsync<TResult>(Func<TResult> function, CancellationToken cancellation)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        TResult result = default!;
        await _queue.RunAsync(new QueuedCall(() => { result = function(); }), cancellation).ConfigureAwait(false);
        return result;
    }

    /// <exception cref="ObjectDisposedException">The model was disposed of.</exception>
    public void ThrowIfClosed() => _queue.ThrowIfClosed();

    /// <summary>
    /// Waits for the batch that is running, ends the calls that wait, and runs <paramref name="free"/>.
    /// </summary>
    public void Close(Action free)
    {
        if (!_queue.Close()) return;
        free();
        _predictor.Dispose();
        _pretrained.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => Close(() => { });

    private static List<BatchSequence> NextRound<TAnswer>(IReadOnlyList<TextWork<TAnswer>> texts)
    {
        var round = new List<BatchSequence>(texts.Count);
        foreach (TextWork<TAnswer> text in texts) round.AddRange(text.NextRound());
        return round;
    }

    private static TextPair Checked(TextPair text)
    {
        ArgumentNullException.ThrowIfNull(text.Text, nameof(text));
        return text;
    }
}
