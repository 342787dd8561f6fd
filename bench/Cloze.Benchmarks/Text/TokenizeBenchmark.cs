using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Cloze.Text;

namespace Cloze.Benchmarks.Text;

/// <summary>
/// Tokens a second with BERT's uncased vocabulary, or with RoBERTa's byte pairs, line by line: ids alone, and with
/// offsets; on one thread and on two. The golden ids are compared first; those of another tokenizer,
/// <c>--tokenizer</c>, by <see cref="TokenizeOracle"/>. Arguments: the folder of shared data, <c>../shared</c> by
/// default, <c>--roberta</c>, and <c>--json</c> for JSON lines.
/// </summary>
internal static class TokenizeBenchmark
{
    private const int Repeats = 7;
    private const int LinesAtATime = 128;

    private static readonly JsonSerializerOptions _json =
        new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static void Run(string[] arguments)
    {
        bool json = arguments.Contains("--json"), roberta = arguments.Contains("--roberta");
        int named = Array.IndexOf(arguments, "--tokenizer") + 1;
        string shared = arguments.Where((_, index) => index != named || named == 0)
            .FirstOrDefault(argument => !argument.StartsWith('-')) ?? "../shared";
        Tokenizer tokenizer = named > 0 && named < arguments.Length
            ? Tokenizer.Load(arguments[named])
            : roberta ? OpenRoberta(shared) : OpenBert(shared);
        if (!json)
        {
            Console.WriteLine("| text | what | threads | tokens | M tokens/s | MB/s | against one thread |");
            Console.WriteLine("|---|---|---|---|---|---|---|");
        }

        foreach (TokenizerCorpus corpus in TokenizerCorpus.All($"{shared}/data"))
        {
            foreach (TokenizeWork work in TokenizeWork.All)
            {
                double one = 0;
                foreach (int threads in new[] { 1, 2 })
                {
                    long tokens = 0;
                    double seconds = Timing.Fastest(() => tokens = RunAll(corpus, tokenizer, work, threads), Repeats);
                    if (threads == 1) one = seconds;
                    Report(corpus, work, threads, tokens, seconds, one / seconds, json);
                }
            }
        }
    }

    private static Tokenizer OpenBert(string shared)
    {
        var tokenizer = Tokenizer.Create(Vocabulary.Load($"{shared}/data/vocab/bert-base-uncased-vocab.txt"));
        VerifyFiles(tokenizer, shared);
        return tokenizer;
    }

    private static Tokenizer OpenRoberta(string shared)
    {
        var tokenizer = Tokenizer.Load($"{shared}/data/vocab/roberta-base-tokenizer.json");
        foreach (string line in File.ReadLines($"{shared}/golden/tokenizer-bpe/roberta.jsonl"))
        {
            using var golden = JsonDocument.Parse(line);
            if (golden.RootElement.TryGetProperty("pair", out _)) continue;
            string text = golden.RootElement.GetProperty("text").GetString()!;
            var ids = new List<int>();
            tokenizer.AppendIds(text, ids);
            IEnumerable<int> expected =
                golden.RootElement.GetProperty("input_ids").EnumerateArray().Select(id => id.GetInt32());
            bool same = ids.SequenceEqual(expected.Skip(1).SkipLast(1));
            if (same && TokenizeWork.All.All(work => work.Count(tokenizer, [text]) == ids.Count)) continue;
            throw new InvalidOperationException($"The ids of '{text}' are not the reference's.");
        }

        return tokenizer;
    }

    private static void VerifyFiles(Tokenizer tokenizer, string shared)
    {
        using var golden = JsonDocument.Parse(File.ReadAllBytes($"{shared}/golden/tokenizer/corpora.json"));
        foreach (JsonProperty file in golden.RootElement.GetProperty("uncased").EnumerateObject())
        {
            var ids = new List<int>();
            foreach (string line in TokenizerCorpus.ReadLines($"{shared}/data/{file.Name}"))
            {
                int before = ids.Count;
                tokenizer.AppendIds(line, ids);
                if (TokenizeWork.All.All(work => work.Count(tokenizer, [line]) == ids.Count - before)) continue;
                throw new InvalidOperationException($"The ways to tokenise give not the same number for '{line}'.");
            }

            byte[] bytes = MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(ids)).ToArray();
            string hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
            if (hash == file.Value.GetProperty("ids_sha256").GetString()) continue;
            throw new InvalidOperationException($"The ids of {file.Name} are not the reference's.");
        }
    }

    private static long RunAll(TokenizerCorpus corpus, Tokenizer tokenizer, TokenizeWork work, int threads)
    {
        if (threads == 1) return work.Count(tokenizer, corpus.Lines);
        long tokens = 0;
        int next = 0;
        Thread[] all = [.. Enumerable.Range(0, threads).Select(_ => new Thread(Take))];
        foreach (Thread thread in all) thread.Start();
        foreach (Thread thread in all) thread.Join();
        return tokens;

        void Take()
        {
            long own = 0;
            while (Interlocked.Add(ref next, LinesAtATime) - LinesAtATime is int start && start < corpus.Lines.Length)
            {
                int count = Math.Min(LinesAtATime, corpus.Lines.Length - start);
                own += work.Count(tokenizer, corpus.Lines.AsSpan(start, count));
            }

            Interlocked.Add(ref tokens, own);
        }
    }

    private static void Report(
        TokenizerCorpus corpus, TokenizeWork work, int threads, long tokens, double seconds, double ratio, bool json)
    {
        double speed = tokens / seconds, bytes = corpus.Bytes / seconds;
        Console.WriteLine(json
            ? JsonSerializer.Serialize(
                new
                {
                    Benchmark = "tokenize",
                    Text = corpus.Name,
                    What = work.Name,
                    threads,
                    tokens,
                    TokensPerSecond = speed,
                    BytesPerSecond = bytes,
                    AgainstOneThread = ratio,
                },
                _json)
            : $"| {corpus.Name} | {work.Name} | {threads} | {tokens} "
                + $"| {speed / 1e6:F1} | {bytes / 1e6:F0} | {ratio:F2} |");
    }
}
