using System.Buffers.Binary;
using Cloze.Formats;
using CsCheck;
using Xunit;

namespace Cloze.Tests.Formats;

/// <summary>Whatever a file holds, it opens and reads within its bounds or is refused, in little memory.</summary>
public sealed class SafetensorsPropertyTests : IDisposable
{
    private const int Samples = 1_500;

    private static readonly string[] s_snippets =
    [
        "{", "}", "[", "]", ":", ",", "\"a\":", "\"b\":", "\"dtype\":", "\"shape\":", "\"data_offsets\":", "\"F32\"",
        "\"I64\"", "\"F8_E4M3\"", "[0,4]", "[4,8]", "[8,0]", "[]", "[1]", "[2,2]", "[-1]", "[9223372036854775807,2]",
        "\"__metadata__\":{\"k\":\"v\"}", "{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}", "null", "1e9", " ",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void RandomBytes() =>
        Property.Holds(Gen.Byte.Array[0, 100], Samples, bytes => OpensOrIsRefused(bytes));

    [Fact]
    public void RandomPiecesOfAHeader()
    {
        int opened = 0;
        Property.Holds(
            Gen.Select(Gen.OneOf(s_snippets).Array[0, 12], Gen.Int[0, 16]),
            Samples,
            sample =>
            {
                byte[] header = System.Text.Encoding.UTF8.GetBytes($"{{{string.Concat(sample.Item1)}}}");
                if (OpensOrIsRefused(File(header.Length, header, sample.Item2))) opened++;
            });
        Assert.InRange(opened, 1, Samples - 1);
    }

    [Fact]
    public void AnyLengthOfTheHeader() => Property.Holds(Gen.Long, Samples, length =>
    {
        byte[] header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}"u8.ToArray();
        byte[] bytes = File(length, header, 4);
        OpensOrIsRefused(bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        OpensOrIsRefused(bytes);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    });

    [Fact]
    public void TensorsOfAnyShapeAreWhereTheHeaderSays() => Property.Holds(
        Gen.Int[0, 3].Array[0, 3].Array[1, 5],
        Samples,
        shapes =>
        {
            int offset = 0;
            var entries = new List<string>();
            foreach ((int index, int[] shape) in shapes.Index())
            {
                int end = offset + (4 * shape.Aggregate(1, (product, size) => product * size));
                string list = string.Join(',', shape);
                entries.Add($$"""
                    "t{{index}}":{"dtype":"F32","shape":[{{list}}],"data_offsets":[{{offset}},{{end}}]}
                    """);
                offset = end;
            }

            byte[] header = System.Text.Encoding.UTF8.GetBytes($"{{{string.Join(',', entries)}}}");
            using var file = SafetensorsFile.Open(
                _folder.Write("model.safetensors", File(header.Length, header, offset)));
            Assert.Equal(shapes.Length, file.Tensors.Count());
            Assert.Equal(offset, file.Tensors.Sum(tensor => tensor.ByteLength));
        });

    private static byte[] File(long headerLength, byte[] header, int dataBytes)
    {
        byte[] bytes = new byte[8 + header.Length + dataBytes];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, headerLength);
        header.CopyTo(bytes, 8);
        return bytes;
    }

    private bool OpensOrIsRefused(byte[] bytes)
    {
        string path = _folder.Write("model.safetensors", bytes);
        try
        {
            using var file = SafetensorsFile.Open(path);
            foreach (TensorEntry tensor in file.Tensors)
            {
                Assert.InRange(tensor.Offset, 8, bytes.Length);
                Assert.InRange(tensor.ByteLength, 0, bytes.Length - tensor.Offset);
                if (tensor.Type == ElementType.I64) file.ReadIntegers(tensor, new long[tensor.ElementCount]);
                if (tensor.Type.IsFloat()) file.ReadSingles(tensor, new float[tensor.ElementCount]);
            }

            return true;
        }
        catch (ClozeException error)
        {
            Assert.Contains(path, error.Message);
            return false;
        }
    }
}
