using Cloze.Data;
using Cloze.Masking;
using Cloze.Text;

namespace Cloze.Tests.Data;

/// <summary>A corpus of short texts, its tokenizer, and the folder of a store of them.</summary>
internal sealed class TinyStore : IDisposable
{
    private static readonly string[] _subjects = ["the cat", "a dog", "the old man", "our horse", "one bird"];
    private static readonly string[] _verbs = ["sees", "hears", "follows", "likes"];
    private static readonly string[] _objects = ["the house", "a tree", "the river", "his garden", "the road"];

    private readonly TemporaryFolder _folder = new();

    /// <summary>Writes the texts into so many files.</summary>
    public TinyStore(int files = 3)
    {
        Directory.CreateDirectory(Corpus);
        foreach ((string[] texts, int index) in Documents().Chunk((Documents().Count() / files) + 1).Select(Indexed))
        {
            File.WriteAllText(Path.Combine(Corpus, $"{index}.txt"), string.Join("\n\n", texts));
        }

        Words = Tokenizer.Create(Vocabulary.Create(
        [
            .. new SpecialTokens().All,
            .. _subjects.Concat(_verbs).Concat(_objects).SelectMany(text => text.Split(' ')).Distinct(),
        ]));
        Words.Save(TokenizerFolder);
    }

    /// <summary>The tokenizer.</summary>
    public Tokenizer Words { get; }

    /// <summary>Its vocabulary.</summary>
    public PieceTable Pieces => PieceTable.From(Words.Vocabulary);

    /// <summary>The folder of the texts.</summary>
    public string Corpus => _folder.File("corpus");

    /// <summary>The folder of the tokenizer.</summary>
    public string TokenizerFolder => _folder.File("words");

    /// <summary>The folder of the store.</summary>
    public string Store => _folder.File("store");

    /// <summary>What is asked of a preparation, in stretches of some fifty tokens and a file a block.</summary>
    public StoreOptions Options => new()
    {
        Corpus = new CorpusOptions { Paths = [Corpus] },
        Output = Store,
        Tokenizer = TokenizerFolder,
        Threads = 2,
        ShardTokens = 50,
        BlockInputs = 1,
    };

    /// <summary>The texts, in order.</summary>
    public static IEnumerable<string> Documents() =>
        from subject in _subjects
        from verb in _verbs
        from seen in _objects
        select $"{subject} {verb} {seen}";

    /// <summary>A file or folder beside them.</summary>
    public string Beside(string name) => _folder.File(name);

    /// <summary>Prepares the store.</summary>
    public StoreSummary Prepare() => StorePreparation.Run(Options);

    /// <summary>All files of a store but what names its holder, by their names, with their bytes.</summary>
    public static Dictionary<string, string> Files(string store) =>
        Directory.EnumerateFiles(store, "*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith("run.lock", StringComparison.Ordinal))
            .ToDictionary(
                file => Path.GetRelativePath(store, file), file => Convert.ToHexString(File.ReadAllBytes(file)));

    /// <summary>The ids of all sequences of a half.</summary>
    public string[] Sequences(string store, StoreHalf half, int length = 8)
    {
        using var opened = CorpusStore.Open(store);
        using var sequences = new StoredSequences(opened, half, Pieces, length);
        return All(sequences);
    }

    /// <summary>The ids of all sequences.</summary>
    public static string[] All(ISequenceSource sequences) =>
        [.. Enumerable.Range(0, (int)sequences.Count).Select(i => string.Join(' ', TinyCorpus.Read(sequences, i)))];

    public void Dispose() => _folder.Dispose();

    private static (string[] Texts, int Index) Indexed(string[] texts, int index) => (texts, index);
}
