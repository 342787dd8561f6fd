using System.Buffers.Binary;
using System.Text;

namespace Cloze.Tests;

/// <summary>Writes the files of a test, sound or not.</summary>
internal static class TemporaryFolderExtensions
{
    public static string Write(this TemporaryFolder folder, string name, string text) =>
        folder.Write(name, Encoding.UTF8.GetBytes(text));

    public static string Write(this TemporaryFolder folder, string name, byte[] bytes)
    {
        string path = folder.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>Writes a safetensors file of any header and so many zeros.</summary>
    public static string WriteSafetensors(
        this TemporaryFolder folder, string header, int dataBytes, string name = "model.safetensors") =>
        folder.WriteSafetensors(header, new byte[dataBytes], name);

    /// <summary>Writes a safetensors file of any header and data.</summary>
    public static string WriteSafetensors(
        this TemporaryFolder folder, string header, byte[] data, string name = "model.safetensors")
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] bytes = new byte[8 + text.Length + data.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)text.Length);
        text.CopyTo(bytes, 8);
        data.CopyTo(bytes, 8 + text.Length);
        return folder.Write(name, bytes);
    }
}
