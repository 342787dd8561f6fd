using Cloze.Data;
using Cloze.Masking;

namespace Cloze.Fuzz;

/// <summary>The sequences of a run on the disk, as a file and in memory.</summary>
internal sealed class TokenStoreInput : FuzzFormat
{
    private readonly PieceTable _pieces = PieceTable.From(SeedModel.Vocabulary);

    public TokenStoreInput() => Seeds = [Build(1, 8), Build(20, 128), Build(3, 3)];

    public override IReadOnlyList<byte[]> Seeds { get; }

    public override byte[] Mutate(byte[] input, byte[] other, Draw draw)
    {
        byte[] changed = ByteMutator.Mutate(input, other, [], draw);
        if (draw.OneIn(2) || changed.Length < TokenStoreHeader.Size) return changed;

        // The beginning is what is read first: the sizes in it are changed more often than the rest.
        changed[12 + draw.Below(28)] = (byte)draw.Of([0, 1, 2, 4, 8, 127, 128, 255]);
        return changed;
    }

    public override string Run(byte[] input)
    {
        string path = Write("a.tokens", input);
        string inMemory = Outcome(() => TokenStore.FromBytes(input, path));
        string onDisk = Outcome(() => TokenStore.Open(path));
        bool refused = inMemory.StartsWith("refused", StringComparison.Ordinal);
        bool same = refused ? onDisk.StartsWith("refused", StringComparison.Ordinal) : inMemory == onDisk;
        Require(same, $"a store is the same in memory ({inMemory}) and on the disk ({onDisk})");
        return onDisk;
    }

    private static string Outcome(Func<TokenStore> open)
    {
        try
        {
            using TokenStore store = open();
            int[] ids = new int[store.SequenceLength];
            for (long i = 0; i < store.Count; i++) _ = store.Read(i, ids);
            store.RequireContent();
            return $"{Roughly(store.Count)} sequences, {Roughly(store.TokenCount)} tokens";
        }
        catch (ClozeException error)
        {
            return "refused: " + Shape.Of(error.Message);
        }
    }

    private byte[] Build(int documents, int length)
    {
        string path = Path.Combine(Folder, "seed.tokens");
        using (TokenStoreBuilder.Build(
            SeedModel.Documents.Take(documents),
            (text, ids) => ids.AddRange(text.Select(character => 5 + (character % 10))),
            _pieces,
            new TokenStoreOptions { SequenceLength = length },
            path))
        {
            return File.ReadAllBytes(path);
        }
    }
}
