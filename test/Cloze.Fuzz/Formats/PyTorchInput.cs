using System.Buffers.Binary;
using Cloze.Formats;

namespace Cloze.Fuzz;

/// <summary>A PyTorch weights file, zip and old form: opened, and every tensor read.</summary>
internal sealed class PyTorchInput : FuzzFormat
{
    private static readonly byte[][] s_words =
    [
        .. Mix.Words(
            "ctorch._utils\n_rebuild_tensor_v2\n", "ctorch\nFloatStorage\n", "ctorch\nLongStorage\n", "(", "t", ")",
            "}", "]", "R", "Q", "u", "e", "b", "N", ".", "K\u0001", "X\u0001\0\0\0a", "ccollections\nOrderedDict\n",
            "cos\nsystem\n", "q\0", "h\0"),
        [0x85], [0x86], [0x87], [0x80, 2], [0x88], [0x89], [0x8A, 8, 255, 255, 255, 255, 255, 255, 255, 127],
    ];

    public PyTorchInput()
    {
        string path = Path.Combine(Folder, "seed.bin");
        byte[][] archives =
        [
            .. from type in (ElementType[])[ElementType.F32, ElementType.BF16]
               select Archive(path, type),
        ];
        byte[] list = TorchPickle.Write([Source("a", [2, 2], ElementType.F32)]);
        Seeds = [.. archives, Legacy([.. list])];
    }

    public override IReadOnlyList<byte[]> Seeds { get; }

    public override byte[] Mutate(byte[] input, byte[] other, Draw draw) =>
        ByteMutator.Mutate(input, other, s_words, draw);

    public override string Run(byte[] input)
    {
        using var file = PyTorchFile.Open(Write("pytorch_model.bin", input));
        foreach (TensorEntry tensor in file.Tensors)
        {
            Require(tensor.Offset > 0 && tensor.ByteLength >= 0, "a tensor lies in the file's beginning");
            Require(tensor.ByteLength <= input.Length, "a tensor has more bytes than the file");
            if (tensor.Type == ElementType.I64) file.ReadIntegers(tensor, new long[tensor.ElementCount]);
            else if (tensor.Type.IsFloat()) file.ReadSingles(tensor, new float[tensor.ElementCount]);
        }

        return $"{Roughly(file.Tensors.Count)} tensors, of "
            + string.Join(',', file.Tensors.Select(tensor => tensor.Type).Distinct().Order());
    }

    private static byte[] Archive(string path, ElementType type)
    {
        PyTorchWriter.Write(path, [Source("a", [2, 2], type), Source("b", [3], type)]);
        return File.ReadAllBytes(path);
    }

    private static TensorSource Source(string name, long[] shape, ElementType type) =>
        new(name, shape, (_, count) => new float[count]) { Type = type };

    // The pickle of an archive leaves out what the old form says of a storage's part: nothing.
    private static byte[] Legacy(byte[] list)
    {
        byte[] number = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(number, 4);
        return
        [
            .. TorchLegacyFile.Start, 0x80, 2, (byte)'M', 0xE9, 3, (byte)'.', 0x80, 2, (byte)'}', (byte)'.',
            .. list, 0x80, 2, (byte)']', .. "X\u0001\0\0\00a."u8, .. number, .. new byte[16],
        ];
    }
}
