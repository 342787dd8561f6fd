using Cloze.Data;
using Cloze.Text;

namespace Cloze.Fuzz;

/// <summary>
/// The signatures or the manifest of a store without near-duplicates, to which text is added.
/// </summary>
internal sealed class AppendedStoreInput : FuzzFormat
{
    private static readonly byte[][] s_words = Mix.Words(
        "\"near_duplicates\"", "\"signatures\"", "\"kept\"", "\"dropped\"", "\"examples\"", "\"near_duplicate_rule\"",
        "\"is_complete\"", "\"reading\"", "\"path\"", "\"documents\"", "9223372036854775807", "-1", "null", "2");

    private readonly StoreOptions _options;
    private readonly string _name;
    private readonly Dictionary<string, byte[]> _sound = [];

    /// <param name="changesManifest">Whether the manifest is changed; else the signatures.</param>
    public AppendedStoreInput(bool changesManifest)
    {
        string texts = Path.Combine(Folder, "texts.txt"), words = Path.Combine(Folder, "words");
        File.WriteAllText(texts, string.Join("\n\n", SeedModel.Documents));
        Tokenizer.Create(SeedModel.Vocabulary).Save(words);
        _options = new StoreOptions
        {
            Corpus = new CorpusOptions { Paths = [texts] },
            Output = Path.Combine(Folder, "store"),
            Tokenizer = words,
            HeldOut = 0.3,
            Threads = 1,
            ShardTokens = 30,
            NearDuplicates = true,
        };
        StorePreparation.Run(_options);
        foreach (string file in Directory.GetFiles(_options.Output)) _sound[file] = File.ReadAllBytes(file);
        _name = _sound.Keys.Order(StringComparer.Ordinal).First(file => file.EndsWith(
            changesManifest ? StoreManifest.FileName : ".signatures", StringComparison.Ordinal));
        Seeds = [_sound[_name]];
        string more = Path.Combine(Folder, "more.txt");
        File.WriteAllText(more, string.Join("\n\n", SeedModel.Documents.Take(3)) + "\n\na new dog sees the old tree");
        _options = _options with { Append = true, Corpus = new CorpusOptions { Paths = [more] } };
    }

    public override IReadOnlyList<byte[]> Seeds { get; }

    public override byte[] Mutate(byte[] input, byte[] other, Draw draw) =>
        _name.EndsWith(".json", StringComparison.Ordinal)
            ? Mix.Json(input, other, s_words, draw)
            : ByteMutator.Mutate(input, other, [], draw);

    public override string Run(byte[] input)
    {
        foreach (string file in Directory.GetFiles(_options.Output)) File.Delete(file);
        foreach ((string file, byte[] bytes) in _sound) File.WriteAllBytes(file, bytes);
        File.WriteAllBytes(_name, input);
        StoreSummary store = StorePreparation.Run(_options);
        Require(StoreJson.Read(_options.Output).IsComplete, "what was appended to is complete");
        return $"{Roughly(store.TrainingDocuments)} documents, {Roughly(store.NearDuplicates?.Dropped ?? -1)} dropped";
    }
}
