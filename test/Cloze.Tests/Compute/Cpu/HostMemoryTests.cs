using System.Globalization;
using Cloze.Compute;
using Xunit;

namespace Cloze.Tests.Compute;

public sealed unsafe class HostMemoryTests
{
    private const int Huge = 2 << 20;

    [Theory]
    [InlineData(0, 64)]
    [InlineData(1, 64)]
    [InlineData(1000, 64)]
    [InlineData((Huge / sizeof(float)) - 1, 64)]
    [InlineData(Huge / sizeof(float), Huge)]
    [InlineData((3 * Huge / sizeof(float)) + 5, Huge)]
    public void A_block_is_aligned_and_zero_from_end_to_end(int floats, int alignment)
    {
        for (int round = 0; round < 3; round++)
        {
            using HostMemory memory = HostMemory.Take(floats);
            var values = new Span<float>(memory.Floats, floats);

            Assert.Equal(0, (nint)memory.Floats % alignment);
            Assert.Equal(-1, values.IndexOfAnyExcept(0f));

            values.Fill(1);
        }
    }

    [Fact]
    public void An_arena_takes_only_the_memory_that_is_written()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Resident memory is read from /proc.");
        const int gigabyte = 1 << 28;
        long before = ResidentBytes();
        using var arena = new HostArena("test", 2 * (nint)gigabyte);
        HostArena.Span(arena.Take(1, 1 << 20)).Fill(1);

        // Other tests run in this process at the same time: far less than what was asked for is enough to see.
        Assert.InRange(ResidentBytes() - before, long.MinValue, 1L << 30);
    }

    [Fact]
    public void An_arena_larger_than_any_memory_is_an_error_that_names_it()
    {
        ClozeException error = Assert.Throws<ClozeException>(() => new HostArena("activations", nint.MaxValue / 8));

        Assert.Equal("Not enough memory: activations needs 4398046511104 MB.", error.Message);
        Assert.Equal("Choose a smaller preset or fewer tokens in a batch.", error.Hint);
    }

    private static long ResidentBytes()
    {
        string pages = File.ReadAllText("/proc/self/statm").Split(' ')[1];
        return long.Parse(pages, CultureInfo.InvariantCulture) * Environment.SystemPageSize;
    }
}
