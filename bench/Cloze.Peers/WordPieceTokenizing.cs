using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Cloze.Benchmarks;
using Cloze.Measurement;
using Microsoft.ML.Tokenizers;

namespace Cloze.Peers;

/// <summary>
/// Microsoft.ML.Tokenizers on whole files, line by line on one thread, once for the ids alone and once with offsets.
/// The hash of the ids is printed, so that it can be compared with what Hugging Face's tokenizer gives.
/// </summary>
internal static class WordPieceTokenizing
{
    private static readonly RepeatOptions s_repeats = new() { WarmUpSeconds = 1.5, Seconds = 1.5 };

    public static IEnumerable<object> Run(Arguments arguments)
    {
        var options = new BertOptions { RemoveNonSpacingMarks = true };
        BertTokenizer tokenizer = BertTokenizer.Create(arguments.Text("--vocabulary"), options);
        string[] files = arguments.Text("--texts").Split(',');
        string[][] texts = [.. files.Select(file => File.ReadAllText(file).Split('\n').Select(Trim).ToArray())];
        string[] hashes = [.. texts.Select(lines => Hash(tokenizer, lines))];
        string[] all = [.. texts.SelectMany(lines => lines)];
        long tokens = CountIds(tokenizer, all);
        if (CountTokens(tokenizer, all) != tokens) throw new InvalidOperationException("The two calls disagree.");
        yield return Result("ids", hashes, tokens, Median(() => CountIds(tokenizer, all)));
        yield return Result("offsets", hashes, tokens, Median(() => CountTokens(tokenizer, all)));
    }

    private static object Result(string what, string[] hashes, long tokens, double seconds) => new
    {
        Peer = $"Microsoft.ML.Tokenizers {Version()}",
        What = what,
        Tokens = tokens,
        SecondsMedian = seconds,
        TokensPerSecond = tokens / seconds,
        IdsSha256 = hashes,
    };

    private static double Median(Action run) => RepeatedTime.Measure(run, s_repeats).Median;

    private static string? Version() => typeof(BertTokenizer).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];

    private static string Trim(string line) => line.EndsWith('\r') ? line[..^1] : line;

    private static long CountIds(BertTokenizer tokenizer, string[] lines)
    {
        long count = 0;
        foreach (string line in lines) count += tokenizer.EncodeToIds(line, addSpecialTokens: false).Count;
        return count;
    }

    private static long CountTokens(BertTokenizer tokenizer, string[] lines)
    {
        long count = 0;
        foreach (string line in lines) count += tokenizer.EncodeToTokens(line, out _).Count;
        return count;
    }

    private static string Hash(BertTokenizer tokenizer, string[] lines)
    {
        int[] ids = [.. lines.SelectMany(line => tokenizer.EncodeToIds(line, addSpecialTokens: false))];
        return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<int>(ids)));
    }
}
