using System.Text;
using Cloze.Data;
using Xunit;

namespace Cloze.Tests.Data;

public class PageChecksumTests
{
    // The check value of CRC-32C in the catalogue of parametrised CRC algorithms, and RFC 3720, B.4.
    [Fact]
    public void TheChecksumsAreThoseOfTheStandard()
    {
        Assert.Equal(0xE3069283u, PageChecksum.Append(0, Encoding.ASCII.GetBytes("123456789")));
        Assert.Equal(0x8A9136AAu, PageChecksum.Append(0, new byte[32]));
        Assert.Equal(0u, PageChecksum.Append(0, []));
    }

    [Fact]
    public void BytesInPartsHaveTheChecksumOfTheWhole()
    {
        byte[] bytes = [.. Enumerable.Range(0, 100).Select(i => (byte)(i * 37))];
        uint whole = PageChecksum.Append(0, bytes);
        for (int cut = 0; cut <= bytes.Length; cut++)
        {
            Assert.Equal(whole, PageChecksum.Append(PageChecksum.Append(0, bytes.AsSpan(0, cut)), bytes.AsSpan(cut)));
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(4096, 1)]
    [InlineData(4097, 2)]
    public void PagesAreCountedUp(long bytes, long pages) => Assert.Equal(pages, PageChecksum.PagesOf(bytes));
}
