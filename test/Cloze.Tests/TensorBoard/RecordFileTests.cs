using System.Text;
using Cloze.TensorBoard;
using Xunit;

namespace Cloze.Tests.TensorBoard;

public sealed class RecordFileTests
{
    /// <summary>The examples of RFC 3720, appendix B.4, and the check value of the catalogues of sums.</summary>
    [Fact]
    public void TheSumIsCastagnolis()
    {
        Assert.Equal(0xE3069283u, RecordFile.Crc32C(Encoding.ASCII.GetBytes("123456789")));
        Assert.Equal(0x8A9136AAu, RecordFile.Crc32C(new byte[32]));
        Assert.Equal(0x62A8AB43u, RecordFile.Crc32C([.. Enumerable.Repeat((byte)0xFF, 32)]));
        Assert.Equal(0x46DD794Eu, RecordFile.Crc32C([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));
        Assert.Equal(0u, RecordFile.Crc32C([]));
    }

    [Fact]
    public void OfEveryLengthTheSumIsThatOfTheBitsOneByOne()
    {
        byte[] bytes = [.. Enumerable.Range(0, 64).Select(i => (byte)(i * 37))];
        for (int length = 0; length <= bytes.Length; length++)
        {
            byte[] some = bytes[..length];
            Assert.Equal(EventFileReader.Crc32C(some), RecordFile.Crc32C(some));
        }
    }

    [Fact]
    public void RecordsAreReadBackWhole()
    {
        byte[][] records = [[], [1], [.. Enumerable.Range(0, 300).Select(i => (byte)i)]];
        var stream = new MemoryStream();
        using (var file = new RecordFile(stream))
        {
            foreach (byte[] record in records) file.Append(record);
        }

        Assert.Equal(records, EventFileReader.Records(stream.ToArray()));
    }
}
