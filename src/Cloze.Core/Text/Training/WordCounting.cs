using System.Runtime.ExceptionServices;

namespace Cloze.Text;

/// <summary>Counts the words of documents on several threads.</summary>
internal static class WordCounting
{
    private const int DocumentsPerReport = 1024;

    /// <summary>Counts them.</summary>
    /// <param name="documents">The texts, gone through once.</param>
    /// <param name="create">Makes the counter of a thread.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="progress">Hears from time to time how far it has come.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>The number of documents.</returns>
    public static long Run(
        IEnumerable<string> documents,
        Func<IWordCounter> create,
        int threads,
        IProgress<WordPieceTrainerProgress>? progress,
        CancellationToken cancellation)
    {
        long count = 0;
        try
        {
            Parallel.ForEach(
                documents,
                new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation },
                create,
                (document, _, counter) =>
                {
                    counter.Add(document);
                    long counted = Interlocked.Increment(ref count);
                    if (counted % DocumentsPerReport == 0) progress?.Report(new(counted, 0));
                    return counter;
                },
                counter => counter.HandOn());
        }
        catch (AggregateException errors)
        {
            // What reading a document threw, as it was thrown: what the user can mend goes first.
            IReadOnlyList<Exception> thrown = errors.Flatten().InnerExceptions;
            ExceptionDispatchInfo.Throw(thrown.OfType<ClozeException>().FirstOrDefault() ?? thrown[0]);
        }

        return count;
    }
}
