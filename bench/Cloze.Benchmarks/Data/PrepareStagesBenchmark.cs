using System.Security.Cryptography;
using Cloze.Data;
using Cloze.Masking;
using Cloze.Text;

namespace Cloze.Benchmarks.Data;

/// <summary>
/// Where a preparation's time goes: each of its stages alone on one thread, over the whole corpus, in the processor's
/// time, which other work on the machine changes little. Arguments: a tokenizer, then the files or folders.
/// </summary>
internal static class PrepareStagesBenchmark
{
    private const int Rounds = 3;

    public static void Run(string[] arguments)
    {
        var corpus = new CorpusOptions { Paths = arguments[1..] };
        var tokenizer = Tokenizer.Load(arguments[0]);
        var pieces = PieceTable.From(tokenizer);
        IReadOnlyList<string> files = CorpusFiles.Find(corpus).Files;
        Console.WriteLine("| stage | ns of the processor a token, by rounds |");
        Console.WriteLine("|---|---|");
        DocumentBlock[] blocks = [];
        long tokens = 1;
        double[] reading = Times(() => ReadOnly(corpus, files));
        blocks = [.. Reader(corpus).Read(files)];
        var work = new BlockTokenizer(tokenizer, pieces, HeldOut.DefaultShare);
        double[] tokenizing = Times(() => tokens = Tokenize(work, blocks));
        Row("reading, hashing, cutting into documents", reading, tokens);
        Row("tokenising, held out or not, packing", tokenizing, tokens);
        Row("of these: the tokenizer", Times(() => OnlyTokenize(tokenizer, blocks)), tokens);
        Row("of these: held out or not", Times(() => Judge(blocks)), tokens);
        double[] ending = new double[Rounds];
        int round = 0;
        Row("writing", Times(() => ending[round] = Write(blocks, tokenizer, pieces, round++), less: ending), tokens);
        Row("ending the last stretch: to the disk", ending, tokens);
        var signing = new BlockTokenizer(tokenizer, pieces, HeldOut.DefaultShare, signs: true);
        double[] signed = Times(() => Tokenize(signing, blocks));
        Row("signing for near-duplicates", [.. signed.Zip(tokenizing, (with, without) => with - without)], tokens);
    }

    private static BlockReader Reader(CorpusOptions corpus) =>
        new(corpus, DocumentCollector.LeastCapacity(corpus.LongestDocument), CancellationToken.None);

    private static void ReadOnly(CorpusOptions corpus, IReadOnlyList<string> files)
    {
        BlockReader reader = Reader(corpus);
        foreach (DocumentBlock block in reader.Read(files)) reader.Return(block);
    }

    private static double[] Times(Action work, double[]? less = null)
    {
        double[] seconds = new double[Rounds];
        for (int i = 0; i < Rounds; i++)
        {
            TimeSpan start = Environment.CpuUsage.TotalTime;
            work();
            seconds[i] = (Environment.CpuUsage.TotalTime - start).TotalSeconds - (less?[i] ?? 0);
        }

        return seconds;
    }

    private static void Row(string stage, double[] seconds, long tokens)
    {
        IEnumerable<string> each = seconds.Select(one => FormattableString.Invariant($"{one / tokens * 1e9:F1}"));
        Console.WriteLine($"| {stage} | {string.Join(", ", each)} |");
    }

    private static long Tokenize(BlockTokenizer work, DocumentBlock[] blocks)
    {
        foreach (DocumentBlock block in blocks) work.Tokenize(block);
        return blocks.Sum(block => (long)block.Ids.Count);
    }

    private static void OnlyTokenize(Tokenizer tokenizer, DocumentBlock[] blocks)
    {
        var ids = new List<int>();
        foreach (DocumentBlock block in blocks)
        {
            foreach (Range document in block.Documents)
            {
                ids.Clear();
                tokenizer.AppendIds(block.Text.AsSpan(document), ids);
            }
        }
    }

    private static void Judge(DocumentBlock[] blocks)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (DocumentBlock block in blocks)
        {
            foreach (Range document in block.Documents)
            {
                _ = HeldOut.Contains(block.Text.AsSpan(document), HeldOut.DefaultShare, sha256);
            }
        }
    }

    /// <returns>Seconds that the end alone took.</returns>
    private static double Write(DocumentBlock[] blocks, Tokenizer tokenizer, PieceTable pieces, int round)
    {
        string folder = Directory.CreateTempSubdirectory($"cloze-stages-{round}-").FullName;
        try
        {
            tokenizer.Save(folder);
            var settings = new StoreSettings { Tokenizer = "" };
            var manifest = new StoreManifest
            {
                VocabularySize = pieces.Count,
                VocabularyHash = pieces.Hash,
                Settings = settings,
                SettingsHash = StoreManifest.HashOf(pieces.Hash, settings),
            };
            using var builder = new StoreBuilder(folder, manifest, pieces, 1L << 25);
            foreach (DocumentBlock block in blocks) builder.Add(block);
            TimeSpan start = Environment.CpuUsage.TotalTime;
            builder.Finish();
            return (Environment.CpuUsage.TotalTime - start).TotalSeconds;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
