using System.Runtime.ExceptionServices;

namespace Cloze.Inference;

/// <summary>
/// Reads texts into windows, each of a batch's size, or smaller where the source has no more to give for now. An
/// error waits until the texts before it are answered.
/// </summary>
internal sealed class WorkReader<TAnswer>(
    IAsyncEnumerator<TextPair> texts, TextTask<TAnswer> task, int tokenCapacity) : IAsyncDisposable
{
    // A source that is about to give more is waited for, where nothing is computed meanwhile.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(2);

    private Task<bool>? _pending;
    private TextWork<TAnswer>? _left;
    private ExceptionDispatchInfo? _error;
    private int _index;

    /// <summary>Whether nothing is to come any more.</summary>
    public bool Ended { get; private set; }

    /// <summary>
    /// The next window: empty where the source ends, fails, or gives nothing before <paramref name="running"/> is done.
    /// </summary>
    /// <param name="running">What is computed meanwhile; null for nothing.</param>
    public async Task<WorkWindow<TAnswer>> NextAsync(Task? running)
    {
        var window = new WorkWindow<TAnswer>(tokenCapacity);
        if (_left is { } left) window.TryAdd(left);
        _left = null;
        while (!Ended && await IsReadyAsync(window, running).ConfigureAwait(false))
        {
            if (await ReadAsync().ConfigureAwait(false) is not { } text || window.TryAdd(text)) continue;
            _left = text;
            break;
        }

        return window;
    }

    /// <summary>Throws the error that ended the reading.</summary>
    /// <exception cref="TextException">A text is refused.</exception>
    public void ThrowIfFailed() => _error?.Throw();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_pending is not null) await ((Task)_pending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await texts.DisposeAsync().ConfigureAwait(false);
    }

    // Whether to wait for the next text rather than to compute, or to give answers, with what is there.
    private async Task<bool> IsReadyAsync(WorkWindow<TAnswer> window, Task? running)
    {
        if (_pending is null)
        {
            ValueTask<bool> next = texts.MoveNextAsync();
            _pending = next.AsTask();
        }

        if (_pending.IsCompleted || (running is null && window.Count == 0)) return true;
        await Task.WhenAny(_pending, running ?? Task.Delay(s_patience)).ConfigureAwait(false);
        return _pending.IsCompleted;
    }

    private async Task<TextWork<TAnswer>?> ReadAsync()
    {
        try
        {
            bool any = await _pending!.ConfigureAwait(false);
            _pending = null;
            Ended = !any;
            return any ? task.Prepare(texts.Current, _index++) : null;
        }
        catch (Exception error)
        {
            _error = ExceptionDispatchInfo.Capture(error);
            Ended = true;
            return null;
        }
    }
}
