using System.Collections.Concurrent;
using Cloze.Data;
using Cloze.Inference;

namespace Cloze.Cli.Commands;

/// <summary>The score of a text and, where there is one, of the text that it is compared with.</summary>
internal sealed record ScoredTexts(TextScore First, TextScore? Second)
{
    /// <summary>By how many nats the first is likelier.</summary>
    public double? Difference => First.LogProbability - Second?.LogProbability;

    /// <summary>Scores the texts of many lines, one or two of each, in one stream.</summary>
    public static async IAsyncEnumerable<ScoredTexts> Each(
        IAsyncEnumerable<TextRecord> lines, Func<IAsyncEnumerable<string>, IAsyncEnumerable<TextScore>> score)
    {
        // A line may come in while the score of another is taken.
        var hasSecond = new ConcurrentQueue<bool>();
        TextScore? first = null;
        await foreach (TextScore next in score(TextsOf(lines, hasSecond)))
        {
            if (first is null && hasSecond.TryPeek(out bool waits) && waits)
            {
                first = next;
                continue;
            }

            hasSecond.TryDequeue(out _);
            yield return first is null ? new ScoredTexts(next, null) : new ScoredTexts(first, next);
            first = null;
        }
    }

    private static async IAsyncEnumerable<string> TextsOf(
        IAsyncEnumerable<TextRecord> lines, ConcurrentQueue<bool> hasSecond)
    {
        await foreach (TextRecord line in lines)
        {
            hasSecond.Enqueue(line.Pair is not null);
            yield return line.Text;
            if (line.Pair is not null) yield return line.Pair;
        }
    }
}
