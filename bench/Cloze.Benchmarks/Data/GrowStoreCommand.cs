using System.Globalization;
using System.Runtime.InteropServices;
using Cloze.Data;
using Cloze.Masking;
using Cloze.Text;

namespace Cloze.Benchmarks.Data;

/// <summary>
/// Makes a large store out of a small one, for measuring: its documents in a random order again and again, until there
/// are so many gigabytes of ids. Arguments: the small store, the large one, gigabytes.
/// </summary>
internal static class GrowStoreCommand
{
    private const long StretchTokens = 1L << 27;

    public static void Run(string from, string to, string gigabytes)
    {
        long bytes = (long)(double.Parse(gigabytes, CultureInfo.InvariantCulture) * 1e9);
        StoreManifest manifest = StoreJson.Read(from);
        var tokenizer = Tokenizer.Load(from);
        var pieces = PieceTable.From(tokenizer.Vocabulary);
        tokenizer.Save(to);
        using var store = CorpusStore.Open(from);
        using var builder = new StoreBuilder(
            to, manifest with { Stretches = [], IsComplete = false, Reading = null }, pieces, StretchTokens);
        ulong round = 0;
        while (builder.Tokens * IdWidth.For(pieces.Count) < bytes)
        {
            AddAll(builder, store.TrainingDocuments, round, isHeldOut: false);
            AddAll(builder, store.HeldOutDocuments, round++, isHeldOut: true);
        }

        builder.Finish();
        Console.WriteLine($"{builder.Tokens} tokens in {builder.Manifest.Stretches.Count} stretches.");
    }

    private static void AddAll(StoreBuilder builder, StoredDocuments documents, ulong round, bool isHeldOut)
    {
        var block = new DocumentBlock(1);
        block.BeginInput("grown", 0);
        var order = new SequenceOrder(documents.Count, round);
        long[] firsts = Firsts(documents);
        for (long place = 0; place < documents.Count; place++)
        {
            long document = order[0, place];
            int shard = Array.FindLastIndex(firsts, first => first <= document);
            Add(block, documents.Shards[shard], document - firsts[shard], isHeldOut);
            builder.Add(block);
        }
    }

    private static void Add(DocumentBlock block, Shard shard, long document, bool isHeldOut)
    {
        block.ClearTokens();
        int[] ids = new int[shard.DocumentStart(document + 1) - shard.DocumentStart(document)];
        shard.Read(shard.DocumentStart(document), ids);
        for (uint s = shard.FirstSentence(document); s < shard.FirstSentence(document + 1); s++)
        {
            block.Sentences.Add((int)(shard.SentenceStart(s + 1) - shard.SentenceStart(s)));
        }

        block.Tokenized.Add(new TokenizedDocument(ids.Length, block.Sentences.Count, isHeldOut));
        block.IdBytes = shard.Header.IdBytes == sizeof(int)
            ? MemoryMarshal.AsBytes<int>(ids).ToArray()
            : MemoryMarshal.AsBytes<ushort>([.. ids.Select(id => (ushort)id)]).ToArray();
    }

    private static long[] Firsts(StoredDocuments documents)
    {
        long[] firsts = new long[documents.Shards.Count];
        for (int i = 1; i < firsts.Length; i++) firsts[i] = firsts[i - 1] + documents.Shards[i - 1].Header.Documents;
        return firsts;
    }
}
