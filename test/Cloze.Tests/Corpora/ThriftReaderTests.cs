using Cloze.Corpora;
using Xunit;

namespace Cloze.Tests.Corpora;

public class ThriftReaderTests
{
    [Fact]
    public void NestingHasAnEnd()
    {
        // Lists of one list each, as deep as there are bytes.
        byte[] lists = [0x19, .. Enumerable.Repeat((byte)0x19, 100_000), 0];
        Assert.Equal("its metadata nests too deep", Fails(lists));
    }

    [Theory]
    [InlineData(new byte[] { 0x15 }, "its metadata ends too early")]
    [InlineData(new byte[] { 0x15, 0x80, 0x80 }, "its metadata ends too early")]
    [InlineData(new byte[] { 0x18, 0xFF, 0xFF, 0xFF, 0xFF, 7 }, "its metadata ends too early")]
    [InlineData(new byte[] { 0x18, 0xFF, 0xFF, 0xFF, 0xFF, 15 }, "its metadata has a length of 4294967295")]
    [InlineData(new byte[] { 0x19, 0xF5, 0xE4, 0, 0 }, "its metadata has a list of 100 elements in 1 bytes")]
    [InlineData(new byte[] { 0x1E, 0 }, "its metadata has a value of the unknown type 14")]
    [InlineData(
        new byte[] { 0x15, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1 },
        "its metadata has a number without an end")]
    public void DamagedMetadataIsNamed(byte[] bytes, string expected) => Assert.Equal(expected, Fails(bytes));

    private static string Fails(byte[] bytes) => Assert.Throws<ParquetFaultException>(() =>
    {
        var thrift = new ThriftReader(bytes);
        int field = 0;
        while (thrift.TryReadField(ref field, out ThriftType type)) thrift.Skip(type);
    }).Message;
}
