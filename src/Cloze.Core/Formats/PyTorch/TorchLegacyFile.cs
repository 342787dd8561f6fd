using System.Buffers.Binary;
using Cloze.Files;
using Microsoft.Win32.SafeHandles;

namespace Cloze.Formats;

/// <summary>
/// The form of PyTorch's files before 1.6: five pickles (a magic number, a version, the machine, the tensors, the keys
/// of the storages), then each storage as its number of elements and its bytes. Source: torch/serialization.py.
/// </summary>
internal static class TorchLegacyFile
{
    private const long FormVersion = 1001;

    /// <summary>What such files begin with: the pickle of 0x1950A86A20F9469CFC6C.</summary>
    public static ReadOnlySpan<byte> Start =>
        [0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, (byte)'.'];

    /// <summary>The tensors of a file.</summary>
    /// <exception cref="ClozeException">It is damaged, or asks for what weights do not need.</exception>
    public static IReadOnlyList<TensorEntry> Read(string path, SafeFileHandle handle)
    {
        long length = RandomAccess.GetLength(handle);
        var source = new PickleSource(path, handle, Start.Length, length);
        var classes = new TorchClasses(path);
        object? Next() => new PickleMachine(source, classes).Run();
        RequireVersion(path, Next());
        RequireLittleEndian(path, Next());
        object? content = Next();
        Dictionary<string, long> starts = Locate(path, handle, Keys(path, Next(), classes), source.Position, length);
        return
        [
            .. from named in TorchStateDictionary.Tensors(path, content)
               select named.Tensor.At(named.Name, starts[named.Tensor.Storage.Key]),
        ];
    }

    private static void RequireVersion(string path, object? found)
    {
        if (found is FormVersion) return;
        throw PyTorchErrors.Unknown(path, $"its form is of version {found ?? "none"}, expected {FormVersion}.");
    }

    private static void RequireLittleEndian(string path, object? machine)
    {
        if (machine is PickleDictionary dictionary && dictionary.Values.GetValueOrDefault("little_endian") is not false)
        {
            return;
        }

        throw PyTorchErrors.Unknown(path, "it was written by a machine of another byte order.");
    }

    private static TorchStorage[] Keys(string path, object? list, TorchClasses classes)
    {
        object?[] keys = list is List<object?> items ? [.. items] : [];
        TorchStorage[] storages =
        [
            .. keys.OfType<string>().Distinct().Where(classes.Storages.ContainsKey)
                .Select(key => classes.Storages[key]),
        ];
        if (storages.Length == keys.Length && keys.Length == classes.Storages.Count) return storages;
        throw PyTorchErrors.Damaged(
            path,
            $"its list of storages has {keys.Length} names, expected those of the {classes.Storages.Count} storages "
            + "that its tensors are in.");
    }

    private static Dictionary<string, long> Locate(
        string path, SafeFileHandle handle, TorchStorage[] storages, long position, long length)
    {
        var starts = new Dictionary<string, long>();
        Span<byte> count = stackalloc byte[sizeof(long)];
        foreach (TorchStorage storage in storages)
        {
            if (position > length - sizeof(long)) throw Ends(storage);
            UntrustedFile.ReadFully(path, handle, position, count);
            position += sizeof(long);
            long found = BinaryPrimitives.ReadInt64LittleEndian(count);
            if (found != storage.Count)
            {
                throw PyTorchErrors.Damaged(
                    path, $"storage \"{storage.Key}\" has {found} elements, expected {storage.Count}.");
            }

            starts.Add(storage.Key, position);
            if (found > (length - position) / storage.ElementBytes) throw Ends(storage);
            position += found * storage.ElementBytes;
        }

        return starts;

        ClozeException Ends(TorchStorage storage) =>
            PyTorchErrors.Damaged(path, $"it ends before or within storage \"{storage.Key}\".");
    }
}
