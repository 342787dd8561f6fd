using System.Buffers.Binary;
using System.Text;

namespace Cloze.Tests.Formats;

/// <summary>Writes pickles operation by operation, sound or not, as Python's pickletools names them.</summary>
internal sealed class PickleText
{
    private readonly MemoryStream _bytes = new();

    public byte[] Bytes => _bytes.ToArray();

    public PickleText Put(params byte[] bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    public PickleText Put(string operations) => Put(Encoding.Latin1.GetBytes(operations));

    public PickleText Protocol(byte version = 2) => Put(0x80, version);

    public PickleText Text(string text) => Put((byte)'X').Int32(Encoding.UTF8.GetByteCount(text))
        .Put(Encoding.UTF8.GetBytes(text));

    public PickleText Global(string module, string name) => Put($"c{module}\n{name}\n");

    public PickleText Number(long value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return value is >= 0 and < 256 ? Put((byte)'K', bytes[0]) : Put(0x8A, 8).Put(bytes);
    }

    public PickleText Tuple(params long[] numbers)
    {
        Put("(");
        foreach (long number in numbers) Number(number);
        return Put("t");
    }

    public PickleText Storage(string type, string key, long count, bool isLegacy = false) =>
        Put("(").Text("storage").Global("torch", type).Text(key).Text("cpu").Number(count)
            .Put(isLegacy ? "NtQ" : "tQ");

    /// <summary>A call that makes a tensor of a storage.</summary>
    public PickleText Tensor(
        long[] shape, long[] strides, long first = 0, long count = 4, string key = "0", string type = "FloatStorage",
        bool isLegacy = false) =>
        Global("torch._utils", "_rebuild_tensor_v2").Put("(").Storage(type, key, count, isLegacy).Number(first)
            .Tuple(shape).Tuple(strides).Put(0x89).Global("collections", "OrderedDict").Put(")RtR");

    private PickleText Int32(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return Put(bytes);
    }
}
