using Cloze.Corpora;
using Xunit;

namespace Cloze.Tests.Corpora;

/// <summary>Encodings of pages, by the examples of the format's own description.</summary>
public class PageValuesTests
{
    // A block of 128 in 4 parts, so many numbers, the first, the least difference, the bits of each part.
    private static readonly byte[] s_lengths = [0x80, 1, 4, 4, 10, 0, 1, 0, 0, 0, 2, 0, 0, 0];
    private static readonly byte[] s_shared = [0x80, 1, 4, 4, 0, 3, 3, 0, 0, 0, 0x44, 1, .. new byte[10]];
    private static readonly byte[] s_suffixes = [0x80, 1, 4, 4, 8, 3, 3, 0, 0, 0, 0x70, .. new byte[11]];

    private readonly PageValues _values = new(new TextDecoder(replaceInvalid: false));

    [Fact]
    public void LengthsComeFirst() => Assert.Equal(
        ["Hello", "World", "Foobar", "ABCDEF"],
        _values.ReadDeltaLengths([.. s_lengths, .. "HelloWorldFoobarABCDEF"u8], 4));

    [Fact]
    public void BeginningsAreShared() => Assert.Equal(
        ["axis", "axle", "babble", "babyhood"],
        _values.ReadDeltaStrings([.. s_shared, .. s_suffixes, .. "axislebabbleyhood"u8], 4));

    [Fact]
    public void NumbersInThreeBitsAreUnpacked()
    {
        // 0 to 7 in three bits each, behind the head of one group.
        string[] words = ["a", "b", "c", "d", "e", "f", "g", "h"];
        Assert.Equal(words, PageValues.ReadIndexed([3, 3, 0b10001000, 0b11000110, 0b11111010], 8, words));
    }

    [Fact]
    public void ARunIsRepeated() =>
        Assert.Equal(["b", "b", "b", "a"], PageValues.ReadIndexed([1, 6, 1, 2, 0], 4, ["a", "b"]));

    [Fact]
    public void ADictionaryOfOneNeedsNoBits() =>
        Assert.Equal(["a", "a"], PageValues.ReadIndexed([0], 2, ["a"]));

    [Theory]
    [InlineData(new byte[] { 1, 6, 1 }, 4, "a page ends within a run")]
    [InlineData(new byte[] { 2, 8, 3 }, 4, "a page asks for word 3 of a dictionary of 2")]
    [InlineData(new byte[] { 40, 8, 3 }, 4, "a page has numbers of 40 bits")]
    [InlineData(new byte[] { 1, 0x80, 0x80, 0x80, 0x80, 0x80 }, 1, "a page has a run without an end")]
    public void DamagedNumbersAreNamed(byte[] page, int count, string expected) => Assert.Equal(
        expected, Assert.Throws<ParquetFaultException>(() => PageValues.ReadIndexed(page, count, ["a", "b"])).Message);

    [Theory]
    [InlineData(new byte[] { 9, 0, 0, 0, 65 }, "a value has 9 bytes where 1 are left")]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 65 }, "a value has -1 bytes where 1 are left")]
    public void DamagedTextsAreNamed(byte[] page, string expected) =>
        Assert.Equal(expected, Assert.Throws<ParquetFaultException>(() => _values.ReadPlain(page, 1)).Message);

    [Fact]
    public void MoreValuesThanBytesAreRefusedBeforeThereIsRoomForThem() => Assert.Equal(
        "a page of 8 bytes has 1000000 values",
        Assert.Throws<ParquetFaultException>(() => _values.ReadPlain(new byte[8], 1_000_000)).Message);

    [Fact]
    public void SharedBeginningsCannotGrowWithoutEnd()
    {
        // A text of a megabyte, and 99 that are all of it.
        const int length = 1 << 20;
        byte[] shared = Lengths([0, .. Enumerable.Repeat(length, 99)]);
        byte[] suffixes = Lengths([length, .. new int[99]]);
        var error = Assert.Throws<ParquetFaultException>(
            () => _values.ReadDeltaStrings([.. shared, .. suffixes, .. new byte[length]], 100));
        Assert.Equal("the texts of a page have more than 67108864 bytes", error.Message);
    }

    [Theory]
    [InlineData(new byte[] { 0x80, 1, 4, 5, 10 }, "a page has 5 lengths of 4 values")]
    [InlineData(new byte[] { 0x80, 1, 3, 4, 10 }, "a page has blocks of 128 in 3 numbers")]
    [InlineData(new byte[] { 0x80, 1, 4, 4, 10, 0, 1, 0 }, "a page ends within its lengths")]
    [InlineData(new byte[] { 0x80, 1, 4, 4, 9 }, "a page has a value of -5 bytes")]
    public void DamagedLengthsAreNamed(byte[] page, string expected) =>
        Assert.Equal(expected, Assert.Throws<ParquetFaultException>(() => _values.ReadDeltaLengths(page, 4)).Message);

    // One block of 128 in one part of 32 bits a number.
    private static byte[] Lengths(int[] values)
    {
        int[] steps = [.. values.Skip(1).Zip(values, (next, value) => next - value)];
        int least = steps.Min();
        var packed = new byte[4 * 128];
        for (int i = 0; i < steps.Length; i++) BitConverter.GetBytes(steps[i] - least).CopyTo(packed, 4 * i);
        return [0x80, 1, 1, (byte)values.Length, .. Zigzag(values[0]), .. Zigzag(least), 32, .. packed];
    }

    private static byte[] Zigzag(int value) => Varint((uint)((value << 1) ^ (value >> 31)));

    private static byte[] Varint(uint value) =>
        value < 0x80 ? [(byte)value] : [(byte)(value | 0x80), .. Varint(value >> 7)];
}
