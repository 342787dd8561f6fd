using System.Buffers.Binary;
using Cloze.Formats;

namespace Cloze.Fuzz;

/// <summary>A weights file: opened, and every tensor read.</summary>
internal sealed class SafetensorsInput : FuzzFormat
{
    private const int LengthBytes = 8;

    private static readonly byte[][] s_words = Mix.Words(
        "F32", "F16", "BF16", "F64", "I64", "BOOL", "F4", "\"dtype\"", "\"shape\":[]", "\"data_offsets\":[0,4]",
        "\"__metadata__\":{}", "[0,0]", "   ");

    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        File("""{"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}}""", 16),
        File("""{"__metadata__":{"format":"pt"},"b":{"dtype":"F16","shape":[4],"data_offsets":[0,8]}}""", 8),
        File(
            """{"c":{"dtype":"I64","shape":[1,2],"data_offsets":[8,24]},"d":{"dtype":"BF16","shape":[],"""
            + """ "data_offsets":[6,8]},"e":{"dtype":"BOOL","shape":[6],"data_offsets":[0,6]}}""",
            24),
        File("""{"f":{"dtype":"F64","shape":[0,3],"data_offsets":[0,0]}}""", 0),
        File("{}   ", 0),
    ];

    public override byte[] Mutate(byte[] input, byte[] other, Draw draw)
    {
        if (draw.OneIn(3) || HeaderOf(input) is not { } header) return ByteMutator.Mutate(input, other, s_words, draw);
        byte[] changed = Mix.Json(header, HeaderOf(other) ?? other, s_words, draw);
        return File(changed, input.AsSpan(LengthBytes + header.Length));
    }

    public override string Run(byte[] input)
    {
        using var file = SafetensorsFile.Open(Write("model.safetensors", input));
        foreach (TensorEntry tensor in file.Tensors)
        {
            Require(tensor.Offset >= LengthBytes && tensor.ByteLength >= 0, "a tensor lies in the file's beginning");
            Require(tensor.Offset + tensor.ByteLength <= input.Length, "a tensor lies beyond the file's end");
            if (tensor.Type == ElementType.I64) file.ReadIntegers(tensor, new long[tensor.ElementCount]);
            else if (tensor.Type.IsFloat()) file.ReadSingles(tensor, new float[tensor.ElementCount]);
        }

        return $"{Roughly(file.Tensors.Count)} tensors, {Roughly(file.Metadata.Count)} notes, of "
            + string.Join(',', file.Tensors.Select(tensor => tensor.Type).Distinct().Order());
    }

    /// <summary>A file of a header and so many zeros.</summary>
    internal static byte[] File(string header, int data) => File(Bytes(header), new byte[data]);

    private static byte[] File(byte[] header, ReadOnlySpan<byte> data)
    {
        byte[] length = new byte[LengthBytes];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return [.. length, .. header, .. data];
    }

    private static byte[]? HeaderOf(byte[] file)
    {
        if (file.Length < LengthBytes) return null;
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(file);
        return length > (ulong)(file.Length - LengthBytes) ? null : file[LengthBytes..(LengthBytes + (int)length)];
    }
}
