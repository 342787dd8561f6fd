using System.Buffers.Binary;
using System.Text;

namespace Cloze.Tests.Formats;

/// <summary>A folder for the files of one test, deleted after it.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("cloze-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(this[name], bytes);
        return this[name];
    }

    /// <summary>Writes a safetensors file of any header, sound or not.</summary>
    public string WriteSafetensors(string header, int dataBytes, string name = "model.safetensors") =>
        WriteSafetensors(header, new byte[dataBytes], name);

    /// <summary>Writes a safetensors file of any header, sound or not.</summary>
    public string WriteSafetensors(string header, byte[] data, string name = "model.safetensors")
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] bytes = new byte[8 + text.Length + data.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)text.Length);
        text.CopyTo(bytes, 8);
        data.CopyTo(bytes, 8 + text.Length);
        return Write(name, bytes);
    }
}
