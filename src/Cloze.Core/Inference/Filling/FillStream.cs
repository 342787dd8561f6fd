using System.Runtime.CompilerServices;

namespace Cloze.Inference;

/// <summary>
/// Fills a stream of texts in order. While a window is computed, the next one is read and the answers of the one before
/// are taken: two windows are in memory, whatever the length of the stream.
/// </summary>
internal sealed class FillStream(BatchingQueue queue, MaskFilling filling)
{
    /// <summary>The results, in the texts' order.</summary>
    /// <exception cref="TextException">A text is refused; those before it have been answered.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed of.</exception>
    public async IAsyncEnumerable<FillResult> Fill(
        IAsyncEnumerable<TextPair> texts, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var reader = new WindowReader(texts.GetAsyncEnumerator(stop.Token), filling, queue.TokenCapacity);
        Task<FillResult[]>? running = null;
        try
        {
            while (!reader.Ended || running is not null)
            {
                TextWindow window = await reader.NextAsync(running).ConfigureAwait(false);
                Task<FillResult[]>? before = running;
                running = window.Count > 0 ? FillAsync(window, stop.Token) : null;
                if (before is null) continue;
                foreach (FillResult result in await before.ConfigureAwait(false)) yield return result;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            if (running is not null) await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        reader.ThrowIfFailed();
    }

    private async Task<FillResult[]> FillAsync(TextWindow window, CancellationToken cancellation)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await queue.RunAsync(window.ToCall(), cancellation).ConfigureAwait(false);
        return window.Answers();
    }
}
