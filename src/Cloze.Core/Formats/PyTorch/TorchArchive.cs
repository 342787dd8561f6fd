using System.Text;
using Cloze.Files;
using Microsoft.Win32.SafeHandles;

namespace Cloze.Formats;

/// <summary>
/// The zip form of PyTorch's files, since 1.6: <c>NAME/data.pkl</c> lists the tensors, <c>NAME/data/KEY</c> are the
/// bytes of a storage, none of them packed. Source: torch/serialization.py.
/// </summary>
internal static class TorchArchive
{
    private const string List = "/data.pkl";

    /// <summary>What archives begin with.</summary>
    public static ReadOnlySpan<byte> Start => "PK\x03\x04"u8;

    /// <summary>The tensors of an archive.</summary>
    /// <exception cref="ClozeException">It is damaged, or asks for what weights do not need.</exception>
    public static IReadOnlyList<TensorEntry> Read(string path, SafeFileHandle handle)
    {
        var zip = ZipDirectory.Read(path, handle);
        ZipMember list = FindList(path, zip);
        string root = list.Name[..^List.Length];
        RequireLittleEndian(path, handle, zip, root);
        var classes = new TorchClasses(path);
        long start = zip.Locate(list);
        object? content = new PickleMachine(
            new PickleSource(path, handle, start, start + list.Size), classes).Run();
        var starts = new Dictionary<string, long>();
        foreach (TorchStorage storage in classes.Storages.Values)
        {
            starts.Add(storage.Key, Locate(path, zip, root, storage));
        }

        return
        [
            .. from named in TorchStateDictionary.Tensors(path, content)
               select named.Tensor.At(named.Name, starts[named.Tensor.Storage.Key]),
        ];
    }

    private static ZipMember FindList(string path, ZipDirectory zip)
    {
        ZipMember[] lists =
        [
            .. zip.Members.Values.Where(member => member.Name.EndsWith(List, StringComparison.Ordinal)
                && member.Name.IndexOf('/', StringComparison.Ordinal) == member.Name.Length - List.Length),
        ];
        if (lists.Length == 1) return lists[0];
        throw PyTorchErrors.Unknown(
            path, $"the zip archive has {lists.Length} files NAME/data.pkl, expected the one that PyTorch writes.");
    }

    private static void RequireLittleEndian(string path, SafeFileHandle handle, ZipDirectory zip, string root)
    {
        if (zip.Members.GetValueOrDefault($"{root}/byteorder") is not { } member) return;
        byte[] word = new byte[Math.Min(member.Size, 16)];
        UntrustedFile.ReadFully(path, handle, zip.Locate(member), word);
        if (word.AsSpan().SequenceEqual("little"u8)) return;
        throw PyTorchErrors.Unknown(
            path, $"its byte order is \"{Encoding.ASCII.GetString(word)}\", expected \"little\".");
    }

    private static long Locate(string path, ZipDirectory zip, string root, TorchStorage storage)
    {
        if (zip.Members.GetValueOrDefault($"{root}/data/{storage.Key}") is not { } member)
        {
            throw PyTorchErrors.Damaged(path, $"storage \"{storage.Key}\" is not in it.");
        }

        if (member.Size == (Int128)storage.Count * storage.ElementBytes) return zip.Locate(member);
        throw PyTorchErrors.Damaged(
            path,
            $"storage \"{storage.Key}\" has {member.Size} bytes, expected {storage.Count} elements of "
            + $"{storage.ElementBytes} bytes.");
    }
}
