using System.Runtime.InteropServices;
using Cloze.Data;
using Cloze.Masking;

namespace Cloze.Fuzz;

/// <summary>A shard of a prepared store.</summary>
internal sealed class ShardInput : FuzzFormat
{
    public ShardInput() => Seeds = [Build(1, 40), Build(20, 40), Build(3, 70_000)];

    public override IReadOnlyList<byte[]> Seeds { get; }

    public override byte[] Mutate(byte[] input, byte[] other, Draw draw)
    {
        byte[] changed = ByteMutator.Mutate(input, other, [], draw);
        if (draw.OneIn(2) || changed.Length < ShardHeader.Size) return changed;

        // The sizes at the beginning are what is read first: they are changed more often than the rest.
        changed[12 + draw.Below(40)] = (byte)draw.Of([0, 1, 2, 4, 8, 127, 128, 255]);
        return changed;
    }

    public override string Run(byte[] input)
    {
        using var shard = Shard.Open(Write("a.shard", input));
        shard.RequireIds(CancellationToken.None);
        for (long document = 0; document < shard.Header.Documents; document++)
        {
            Require(shard.DocumentStart(document) < shard.DocumentStart(document + 1), "a document is not empty");
        }

        return $"{Roughly(shard.Header.Documents)} documents, {Roughly(shard.Header.Tokens)} tokens";
    }

    private byte[] Build(int documents, int vocabulary)
    {
        string path = Path.Combine(Folder, "seed.shard");
        var pieces = new PieceTable(vocabulary, 2, 3, 4, [0, 1, 2, 3, 4], new string('c', 64));
        using (var writer = new ShardWriter(path, pieces, 1))
        {
            foreach (string text in SeedModel.Documents.Take(documents))
            {
                int[] ids = [.. text.Select(character => 5 + (character % 10))];
                ReadOnlySpan<byte> bytes = writer.IdBytes == sizeof(int)
                    ? MemoryMarshal.AsBytes<int>(ids)
                    : MemoryMarshal.AsBytes<ushort>([.. ids.Select(id => (ushort)id)]);
                writer.Add(bytes, [1, ids.Length - 1]);
            }

            writer.Finish();
        }

        return File.ReadAllBytes(path);
    }
}
