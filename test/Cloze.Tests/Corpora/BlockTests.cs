using System.Text;
using Cloze.Corpora;
using Xunit;

namespace Cloze.Tests.Corpora;

/// <summary>Blocks of Snappy and LZ4, written by hand after their descriptions.</summary>
public class BlockTests
{
    [Theory]
    [InlineData(new byte[] { 3, 8, 97, 98, 99 }, "abc")]
    [InlineData(new byte[] { 10, 4, 97, 98, 17, 2 }, "ababababab")]
    [InlineData(new byte[] { 6, 4, 97, 98, 14, 2, 0 }, "ababab")]
    [InlineData(new byte[] { 6, 4, 97, 98, 15, 2, 0, 0, 0 }, "ababab")]
    [InlineData(new byte[] { 3, 0xF0, 2, 97, 98, 99 }, "abc")]
    public void SnappyIsUnpacked(byte[] packed, string expected)
    {
        byte[] text = new byte[20];
        Assert.Equal(expected.Length, SnappyBlock.Unpack(packed, text));
        Assert.Equal(expected, Encoding.ASCII.GetString(text, 0, expected.Length));
    }

    [Theory]
    [InlineData(new byte[] { 0x30, 97, 98, 99 }, "abc")]
    [InlineData(new byte[] { 0x22, 97, 98, 2, 0, 0x10, 99 }, "ababababc")]
    public void Lz4IsUnpacked(byte[] packed, string expected)
    {
        byte[] text = new byte[20];
        Assert.Equal(expected.Length, Lz4Block.Unpack(packed, text));
        Assert.Equal(expected, Encoding.ASCII.GetString(text, 0, expected.Length));
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1 })]
    [InlineData(new byte[] { 100, 8, 97, 98, 99 })]
    [InlineData(new byte[] { 3, 8, 97 })]
    [InlineData(new byte[] { 8, 0, 97, 14, 2, 0 })]
    [InlineData(new byte[] { 8, 0, 97, 14, 0, 0 })]
    [InlineData(new byte[] { 8, 0, 97, 14 })]
    [InlineData(new byte[] { 8, 0xFC, 0xFF, 0xFF, 0xFF, 0xFF, 97 })]
    public void DamagedSnappyIsRefused(byte[] packed) => Assert.Equal(-1, SnappyBlock.Unpack(packed, new byte[20]));

    [Theory]
    [InlineData(new byte[] { 0x30, 97 })]
    [InlineData(new byte[] { 0xF0, 255, 255 })]
    [InlineData(new byte[] { 0x12, 97, 2, 0, 0 })]
    [InlineData(new byte[] { 0x12, 97, 0, 0, 0 })]
    [InlineData(new byte[] { 0x12, 97, 1 })]
    [InlineData(new byte[] { 0x1F, 97, 1, 0, 255, 0 })]
    public void DamagedLz4IsRefused(byte[] packed) => Assert.Equal(-1, Lz4Block.Unpack(packed, new byte[20]));
}
