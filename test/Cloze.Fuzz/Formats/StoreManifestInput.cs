using Cloze.Data;
using Cloze.Masking;
using Cloze.Text;

namespace Cloze.Fuzz;

/// <summary>The manifest of a prepared store, all shards of which are sound.</summary>
internal sealed class StoreManifestInput : FuzzFormat
{
    private static readonly byte[][] s_words = Mix.Words(
        "\"format\"", "\"is_complete\"", "\"part\"", "\"parts\"", "\"inputs\"", "\"reading\"", "\"stretches\"",
        "\"training\"", "\"held_out\"", "\"file\"", "\"hash\"", "\"tokens\"", "\"documents\"", "\"settings\"",
        "\"../store.json\"", "9223372036854775807", "-1", "null");

    private readonly PieceTable _pieces = PieceTable.From(SeedModel.Vocabulary);
    private readonly string _store;

    public StoreManifestInput()
    {
        string texts = Path.Combine(Folder, "texts.txt"), words = Path.Combine(Folder, "words");
        _store = Path.Combine(Folder, "store");
        File.WriteAllText(texts, string.Join("\n\n", SeedModel.Documents));
        Tokenizer.Create(SeedModel.Vocabulary).Save(words);
        StorePreparation.Run(new StoreOptions
        {
            Corpus = new CorpusOptions { Paths = [texts] },
            Output = _store,
            Tokenizer = words,
            HeldOut = 0.3,
            Threads = 1,
            ShardTokens = 30,
        });
        Seeds = [File.ReadAllBytes(Manifest)];
    }

    public override IReadOnlyList<byte[]> Seeds { get; }

    private string Manifest => Path.Combine(_store, StoreManifest.FileName);

    public override byte[] Mutate(byte[] input, byte[] other, Draw draw) => Mix.Json(input, other, s_words, draw);

    public override string Run(byte[] input)
    {
        File.WriteAllBytes(Manifest, input);
        using var store = CorpusStore.Open(_store);
        using var sequences = new StoredSequences(store, StoreHalf.Training, _pieces, 8);
        int[] ids = new int[8];
        for (long i = 0; i < sequences.Count; i++) sequences.Read(i, ids);
        return $"{Roughly(store.TrainingDocuments.Count)} documents, {Roughly(sequences.Count)} sequences";
    }
}
