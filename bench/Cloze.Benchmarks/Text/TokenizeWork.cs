using Cloze.Text;

namespace Cloze.Benchmarks.Text;

/// <summary>One way to tokenise lines.</summary>
/// <param name="Name">What comes out.</param>
/// <param name="Count">Tokenises lines one by one and says how many tokens they have, none put round them.</param>
internal sealed record TokenizeWork(string Name, Func<Tokenizer, ReadOnlySpan<string>, long> Count)
{
    /// <summary>Nothing put round texts, nothing cut.</summary>
    public static EncodingOptions Plain { get; } =
        new() { AddSpecialTokens = false, Truncation = TruncationStrategy.None };

    /// <summary>All ways.</summary>
    public static TokenizeWork[] All { get; } = [new("ids", Ids), new("encodings", Encodings)];

    /// <summary>Number of ids of the lines.</summary>
    public static long Ids(Tokenizer tokenizer, ReadOnlySpan<string> lines)
    {
        long count = 0;
        var ids = new List<int>();
        foreach (string line in lines)
        {
            ids.Clear();
            tokenizer.AppendIds(line, ids);
            count += ids.Count;
        }

        return count;
    }

    private static long Encodings(Tokenizer tokenizer, ReadOnlySpan<string> lines)
    {
        long count = 0;
        foreach (string line in lines) count += tokenizer.Encode(line, null, Plain).InputIds.Length;
        return count;
    }
}
