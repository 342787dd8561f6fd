using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Cloze.Benchmarks.Text;
using Cloze.Measurement;
using Cloze.Text;

namespace Cloze.Benchmarks.EndToEnd.Figures;

/// <summary>
/// Whole files, line by line: the ids alone, with offsets, as whole encodings, and the ids on two threads, which claim
/// stretches of lines as they do where a corpus is prepared.
/// </summary>
internal static class TokenizeFigure
{
    // One pass over the files takes some milliseconds, of which starting a thread would be a part.
    private const int PassesTogether = 16;
    private const int LinesAtATime = 256;

    private static readonly RepeatOptions s_repeats = new() { WarmUpSeconds = 1.5, Seconds = 1.5 };
    private static readonly EncodingOptions s_plain = new() { AddSpecialTokens = false };

    public static IEnumerable<object> Measure(Arguments arguments)
    {
        Tokenizer tokenizer = Tokenizer.Load(arguments.Text("--vocabulary"));
        string[][] texts = [.. arguments.Text("--texts").Split(',').Select(ReadLines)];
        string[] hashes = [.. texts.Select(lines => Hash(tokenizer, lines))];
        string[] all = [.. texts.SelectMany(lines => lines)];
        long tokens = TokenizeWork.Ids(tokenizer, all);
        if (CountOffsets(tokenizer, all) != tokens || CountEncodings(tokenizer, all) != tokens)
        {
            throw new InvalidOperationException("The calls disagree.");
        }

        double Rate(Action run, int passes = 1) =>
            passes * tokens / RepeatedTime.Measure(run, s_repeats).Median;
        yield return Result("ids", hashes, Rate(() => TokenizeWork.Ids(tokenizer, all)));
        yield return Result("offsets", hashes, Rate(() => CountOffsets(tokenizer, all)));
        yield return Result("encodings", hashes, Rate(() => CountEncodings(tokenizer, all)));
        yield return Result("two threads", hashes, Rate(() => CountTogether(tokenizer, all), PassesTogether));
    }

    private static object Result(string what, string[] hashes, double rate) =>
        new { What = what, TokensPerSecond = rate, IdsSha256 = hashes };

    private static string[] ReadLines(string file) =>
        [.. File.ReadAllText(file).Split('\n').Select(line => line.EndsWith('\r') ? line[..^1] : line)];

    private static long CountOffsets(Tokenizer tokenizer, string[] lines)
    {
        long count = 0;
        var tokens = new TokenBuffer();
        foreach (string line in lines)
        {
            tokens.Clear();
            tokenizer.Append(line, tokens);
            count += tokens.Offsets.Length;
        }

        return count;
    }

    private static long CountEncodings(Tokenizer tokenizer, string[] lines)
    {
        long count = 0;
        foreach (string line in lines) count += tokenizer.Encode(line, null, s_plain).Offsets.Length;
        return count;
    }

    private static void CountTogether(Tokenizer tokenizer, string[] lines)
    {
        int stretches = (lines.Length + LinesAtATime - 1) / LinesAtATime, next = 0;
        var second = new Thread(Take);
        second.Start();
        Take();
        second.Join();

        void Take()
        {
            int claimed;
            while ((claimed = Interlocked.Increment(ref next) - 1) < PassesTogether * stretches)
            {
                int start = claimed % stretches * LinesAtATime;
                TokenizeWork.Ids(tokenizer, lines.AsSpan(start, Math.Min(LinesAtATime, lines.Length - start)));
            }
        }
    }

    private static string Hash(Tokenizer tokenizer, string[] lines)
    {
        var ids = new List<int>();
        foreach (string line in lines) tokenizer.AppendIds(line, ids);
        return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(ids))));
    }
}
