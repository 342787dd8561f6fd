using System.Runtime.CompilerServices;

namespace Cloze.Inference;

/// <summary>
/// Answers a stream of texts in order. While a window is computed, the next one is read and the answers of the one
/// before are taken: two windows are in memory, whatever the length of the stream.
/// </summary>
internal sealed class WorkStream<TAnswer>(InferenceEngine engine, TextTask<TAnswer> task)
{
    /// <summary>The answers, in the texts' order.</summary>
    /// <exception cref="TextException">A text is refused; those before it have been answered.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed of.</exception>
    public async IAsyncEnumerable<TAnswer> Answer(
        IAsyncEnumerable<TextPair> texts, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var reader = new WorkReader<TAnswer>(
            texts.GetAsyncEnumerator(stop.Token), task, engine.TokenCapacity);
        Task<TAnswer[]>? running = null;
        try
        {
            while (!reader.Ended || running is not null)
            {
                WorkWindow<TAnswer> window = await reader.NextAsync(running).ConfigureAwait(false);
                Task<TAnswer[]>? before = running;
                running = window.Count > 0 ? AnswerAsync(window, stop.Token) : null;
                if (before is null) continue;
                foreach (TAnswer answer in await before.ConfigureAwait(false)) yield return answer;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            if (running is not null) await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        reader.ThrowIfFailed();
    }

    private async Task<TAnswer[]> AnswerAsync(WorkWindow<TAnswer> window, CancellationToken cancellation)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await engine.RunAsync(window.Texts, cancellation).ConfigureAwait(false);
        return window.Answers();
    }
}
