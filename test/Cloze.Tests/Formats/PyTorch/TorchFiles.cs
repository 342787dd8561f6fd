using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Cloze.Tests.Formats;

/// <summary>Makes PyTorch files of a pickle and storages, by .NET's own zip archives: sound and unsound ones.</summary>
internal static class TorchFiles
{
    /// <summary>The numbers 0 to 3 as the bytes of float32.</summary>
    public static byte[] FourFloats => MemoryMarshal.AsBytes<float>([0, 1, 2, 3]).ToArray();

    /// <summary>An archive with this list of tensors and one storage "0".</summary>
    public static byte[] Archive(byte[] pickle, byte[]? storage = null, string root = "archive") => Archive(
        CompressionLevel.NoCompression,
        ($"{root}/data.pkl", pickle),
        ($"{root}/byteorder", "little"u8.ToArray()),
        ($"{root}/data/0", storage ?? FourFloats),
        ($"{root}/version", "3\n"u8.ToArray()));

    public static byte[] Archive(CompressionLevel level, params (string Name, byte[] Content)[] files)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using Stream entry = zip.CreateEntry(name, level).Open();
                entry.Write(content);
            }
        }

        return bytes.ToArray();
    }

    /// <summary>A file of the old form with this list of tensors and one storage "0".</summary>
    public static byte[] Legacy(byte[] pickle, byte[]? keys = null, long count = 4, byte[]? storage = null)
    {
        byte[] number = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(number, count);
        return
        [
            0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, (byte)'.',
            .. new PickleText().Protocol().Put((byte)'M', 0xE9, 3).Put(".").Bytes,
            .. new PickleText().Protocol().Put("}(").Text("little_endian").Put(0x88).Put("u.").Bytes,
            .. pickle,
            .. keys ?? new PickleText().Protocol().Put("](").Text("0").Put("e.").Bytes,
            .. number,
            .. storage ?? FourFloats,
        ];
    }

    /// <summary>The list of one tensor.</summary>
    public static byte[] OneTensor(
        long[] shape, long[] strides, long first = 0, long count = 4, string type = "FloatStorage",
        bool isLegacy = false) =>
        new PickleText().Protocol().Put("}(").Text("a")
            .Tensor(shape, strides, first, count, type: type, isLegacy: isLegacy).Put("u.").Bytes;
}
