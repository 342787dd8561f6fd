using Cloze.Files;
using Microsoft.Win32.SafeHandles;

namespace Cloze.Formats;

/// <summary>
/// A checkpoint of TensorFlow, version 2: <c>NAME.index</c> says of each tensor where it stands in
/// <c>NAME.data-00000-of-00001</c>. Source: TensorFlow's core/util/tensor_bundle.
/// </summary>
internal static class TensorFlowCheckpoint
{
    /// <summary>The index of the checkpoints that BERT was published as.</summary>
    public const string FileName = "bert_model.ckpt.index";

    private const string Extension = ".index";
    private const int ShardsField = 1, EndiannessField = 2, MostShards = 1024;

    /// <summary>The index of a folder's checkpoint; null where it has none.</summary>
    /// <exception cref="ClozeException">It has several, none of them of the usual name.</exception>
    public static string? Find(string folder)
    {
        string usual = Path.Combine(folder, FileName);
        if (File.Exists(usual)) return usual;
        if (!Directory.Exists(folder)) return null;
        string[] found =
        [
            .. Directory.EnumerateFiles(folder, "*" + Extension)
                .Where(index => File.Exists(ShardPath(index, 0, 1))).Order(StringComparer.Ordinal),
        ];
        if (found.Length < 2) return found.FirstOrDefault();
        throw new ClozeException(
            $"{folder} has {found.Length} checkpoints, among them {Path.GetFileName(found[0])} and "
            + $"{Path.GetFileName(found[1])}, expected one.",
            $"Put the one you want into a folder of its own, or call it {FileName}.");
    }

    /// <summary>Opens the data files that a checkpoint's tensors are in.</summary>
    /// <returns>The files; tensors of types that no weight has (strings) are left out.</returns>
    /// <exception cref="ClozeException">A file is missing or damaged, or of a form that is not read.</exception>
    public static IReadOnlyList<TensorFile> Open(string index)
    {
        var table = TableFile.Read(index);
        if (table.Count == 0 || table[0].Name.Length > 0)
        {
            throw TensorFlowErrors.Damaged(index, "it has no header.");
        }

        long shards = ReadHeader(index, table[0].Value);
        ILookup<long, BundleEntry> byShard = table.Skip(1)
            .Select(entry => BundleEntry.Read(index, entry.Name, entry.Value))
            .Where(entry => entry.Type is not null).ToLookup(entry => entry.Shard);
        var files = new List<TensorFile>();
        try
        {
            foreach (IGrouping<long, BundleEntry> shard in byShard)
            {
                if (shard.Key < 0 || shard.Key >= shards)
                {
                    throw TensorFlowErrors.Damaged(
                        index, $"\"{shard.First().Name}\" is in file {shard.Key} of {shards}.");
                }

                files.Add(OpenShard(index, ShardPath(index, shard.Key, shards), shard));
            }

            return files;
        }
        catch
        {
            foreach (TensorFile file in files) file.Dispose();
            throw;
        }
    }

    private static string ShardPath(string index, long shard, long shards) => FormattableString.Invariant(
        $"{index[..^Extension.Length]}.data-{shard:D5}-of-{shards:D5}");

    private static long ReadHeader(string index, ReadOnlySpan<byte> bytes)
    {
        long shards = 0;
        bool isBig = false;
        var reader = new ProtoReader(bytes);
        while (reader.Next())
        {
            if (reader.Field == ShardsField) shards = reader.Number;
            if (reader.Field == EndiannessField) isBig = reader.Number != 0;
        }

        if (isBig) throw TensorFlowErrors.Unknown(index, "it was written by a machine of another byte order.");
        if (!reader.IsBroken && shards is > 0 and <= MostShards) return shards;
        throw TensorFlowErrors.Damaged(index, $"its header has {shards} data files, expected 1 to {MostShards}.");
    }

    private static TensorFlowShard OpenShard(string index, string path, IEnumerable<BundleEntry> entries)
    {
        SafeFileHandle handle = UntrustedFile.Open(path);
        try
        {
            long length = RandomAccess.GetLength(handle);
            return new TensorFlowShard(path, handle, [.. entries.Select(entry => Check(index, entry, length))]);
        }
        catch (Exception error)
        {
            handle.Dispose();
            if (UntrustedFile.IsUnreadable(error)) throw UntrustedFile.Unreadable(path, error);
            throw;
        }
    }

    private static TensorEntry Check(string index, BundleEntry entry, long length)
    {
        if (entry.HasSlices)
        {
            throw TensorFlowErrors.Unknown(
                index, $"\"{entry.Name}\" is stored in slices, expected it in one piece.");
        }

        Int128 size = SizeOf(entry);
        string what = $"\"{entry.Name}\" of {entry.Type} {TensorEntry.FormatShape(entry.Shape)}";
        if (size != entry.Size)
        {
            throw TensorFlowErrors.Damaged(index, $"{what} has {entry.Size} bytes, expected {size}.");
        }

        if (entry.Offset < 0 || entry.Offset > length - entry.Size)
        {
            throw TensorFlowErrors.Damaged(
                index, $"{what} leaves its file of {length} bytes: {entry.Size} at {entry.Offset}.");
        }

        return new TensorEntry(entry.Name, entry.Type!.Value, entry.Shape, entry.Offset, entry.Size)
        {
            Checksum = entry.Checksum,
        };
    }

    /// <summary>The bytes that type and shape say; more than there can be where they are too many to count.</summary>
    private static Int128 SizeOf(BundleEntry entry)
    {
        if (entry.Shape.Contains(0)) return 0;
        Int128 size = entry.Type!.Value.Bits() / 8;
        foreach (long dimension in entry.Shape)
        {
            if (size <= long.MaxValue) size *= dimension;
        }

        return size;
    }
}
