using System.Diagnostics;
using Cloze.Data;
using Cloze.Text;

namespace Cloze.Benchmarks.Data;

/// <summary>
/// Tokens a second of preparing a store from files, and of the tokenizer alone on the same documents held in memory, on
/// the same threads, by turns in one run; by the clock, and by the processor's time, which other work on the machine
/// changes little. Arguments: a tokenizer, the files or folders, and <c>--document RULE</c>.
/// </summary>
internal static class PrepareBenchmark
{
    private const int Rounds = 5;
    private const int DocumentsAtATime = 16;

    public static void Run(string[] arguments)
    {
        int flag = Array.IndexOf(arguments, "--document");
        DocumentRule rule = flag < 0 ? DocumentRule.BlankLine : Enum.Parse<DocumentRule>(arguments[flag + 1], true);
        string[] paths = flag < 0 ? arguments[1..] : arguments[1..flag];
        var corpus = new CorpusOptions { Paths = paths, DocumentRule = rule };
        var tokenizer = Tokenizer.Load(arguments[0]);
        string[] documents = [.. Corpus.Read(corpus).Select(document => document.Text)];
        Console.WriteLine(
            "| threads | round | tokens | tokenizer alone, M tokens/s | prepare, M tokens/s | share | "
            + "share by processor time |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (int threads in new[] { 1, 2 })
        {
            for (int round = 1; round <= Rounds; round++)
            {
                Measure(corpus, arguments[0], tokenizer, documents, threads, round);
            }
        }
    }

    private static void Measure(
        CorpusOptions corpus, string path, Tokenizer tokenizer, string[] documents, int threads, int round)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan began = Environment.CpuUsage.TotalTime;
        long tokens = Tokenize(tokenizer, documents, threads);
        double alone = Stopwatch.GetElapsedTime(start).TotalSeconds;
        TimeSpan middle = Environment.CpuUsage.TotalTime;
        StoreSummary store = Prepare(corpus, path, threads);
        double share = (middle - began) / (Environment.CpuUsage.TotalTime - middle);
        if (store.TokensWritten != tokens)
        {
            throw new InvalidOperationException($"The store has {store.TokensWritten} tokens, expected {tokens}.");
        }

        double speed = tokens / alone;
        Console.WriteLine(FormattableString.Invariant(
            $"| {threads} | {round} | {tokens} | {speed / 1e6:F1} | {store.TokensPerSecond / 1e6:F1} ")
            + FormattableString.Invariant($"| {100 * store.TokensPerSecond / speed:F0} % | {100 * share:F0} % |"));
    }

    private static StoreSummary Prepare(CorpusOptions corpus, string tokenizer, int threads)
    {
        string folder = Directory.CreateTempSubdirectory("cloze-prepare-").FullName;
        try
        {
            return StorePreparation.Run(new StoreOptions
            {
                Corpus = corpus,
                Output = Path.Combine(folder, "store"),
                Tokenizer = tokenizer,
                Threads = threads,
            });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static long Tokenize(Tokenizer tokenizer, string[] documents, int threads)
    {
        long tokens = 0;
        int next = 0;
        Thread[] all = [.. Enumerable.Range(0, threads).Select(_ => new Thread(Take))];
        foreach (Thread thread in all) thread.Start();
        foreach (Thread thread in all) thread.Join();
        return tokens;

        void Take()
        {
            var ids = new List<int>();
            long own = 0;
            while (Interlocked.Add(ref next, DocumentsAtATime) - DocumentsAtATime is int start
                && start < documents.Length)
            {
                ids.Clear();
                int count = Math.Min(DocumentsAtATime, documents.Length - start);
                foreach (string document in documents.AsSpan(start, count))
                {
                    tokenizer.AppendIds(document, ids);
                }

                own += ids.Count;
            }

            Interlocked.Add(ref tokens, own);
        }
    }
}
