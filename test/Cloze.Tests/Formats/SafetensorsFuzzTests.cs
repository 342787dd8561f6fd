using System.Text;
using System.Text.RegularExpressions;
using Cloze.Formats;
using Xunit;

namespace Cloze.Tests.Formats;

/// <summary>Thousands of damaged files: each opens and reads, or is refused with a message; nothing else.</summary>
public sealed partial class SafetensorsFuzzTests : IDisposable
{
    private const string Header =
        """{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}""" +
        ""","b":{"dtype":"F16","shape":[4],"data_offsets":[16,24]}""" +
        ""","c":{"dtype":"I64","shape":[1,2],"data_offsets":[24,40]}}""";

    private static readonly string[] OddValues =
    [
        "0", "1", "2", "4", "8", "16", "24", "40", "48", "-1", "1.5", "1e3", "null", "[]", "{}", "\"1\"", "4294967296",
        "4611686018427387904", "9223372036854775807", "9223372036854775808", "18446744073709551615",
        "99999999999999999999",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void RandomBytes()
    {
        byte[] sound = File.ReadAllBytes(_folder.WriteSafetensors(Header, 40));
        int opened = 0;
        for (uint round = 0; round < 4000; round++)
        {
            var random = new KeyedRandom(1, RandomPurpose.Order, round, 0);
            byte[] bytes = sound[..(round % 5 == 0 ? random.NextInteger(sound.Length) : sound.Length)];
            for (int change = random.NextInteger(4); change >= 0 && bytes.Length > 0; change--)
            {
                bytes[random.NextInteger(bytes.Length)] = (byte)random.NextInteger(256);
            }

            if (OpensOrIsRefused(bytes)) opened++;
        }

        Assert.InRange(opened, 1, 2000);
    }

    [Fact]
    public void OddNumbers()
    {
        int opened = 0;
        for (uint round = 0; round < 4000; round++)
        {
            var random = new KeyedRandom(2, RandomPurpose.Order, round, 0);
            string header = Header;
            for (int change = random.NextInteger(3); change >= 0; change--)
            {
                MatchCollection numbers = Number().Matches(header);
                Match number = numbers[random.NextInteger(numbers.Count)];
                header = header[..number.Index] + OddValues[random.NextInteger(OddValues.Length)] +
                    header[(number.Index + number.Length)..];
            }

            byte[] length = BitConverter.GetBytes((ulong)header.Length);
            if (OpensOrIsRefused([.. length, .. Encoding.UTF8.GetBytes(header), .. new byte[40]])) opened++;
        }

        Assert.InRange(opened, 1, 2000);
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

    [GeneratedRegex("(?<=[\\[,])[0-9]+(?=[\\],])")]
    private static partial Regex Number();
}
