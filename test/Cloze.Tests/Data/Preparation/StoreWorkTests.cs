using Cloze.Data;
using Xunit;

namespace Cloze.Tests.Data;

/// <summary>The memory that is given is enough for the threads that are used.</summary>
public class StoreWorkTests
{
    [Theory]
    [InlineData(192, 1, 1)]
    [InlineData(192, 8, 8)]
    [InlineData(192, 64, 14)]
    [InlineData(512, 64, 64)]
    [InlineData(512, 256, 66)]
    public void AsManyThreadsAsFit(int megabytes, int threads, int expected)
    {
        StoreOptions options = Options(megabytes, threads);
        var work = StoreWork.Fit(options);
        Assert.Equal(expected, work.Threads);
        Assert.InRange(work.Blocks, work.Threads + 2, (4 * work.Threads) + 2);
        Assert.InRange(work.Memory, 0, options.Memory);
    }

    [Fact]
    public void NearDuplicatesTakeTheirShare()
    {
        StoreOptions options = Options(512, 64) with { NearDuplicates = true };
        Assert.Equal(StoreWork.Fit(Options(192, 64)), StoreWork.Fit(options));
    }

    [Fact]
    public void LongDocumentsTakeMore()
    {
        StoreOptions options = Options(192, 8);
        var work = StoreWork.Fit(options with { Corpus = options.Corpus with { LongestDocument = 1 << 20 } });
        Assert.Equal(1, work.Threads);
    }

    private static StoreOptions Options(int megabytes, int threads) => new()
    {
        Corpus = new CorpusOptions { Paths = ["corpus"] },
        Output = "store",
        Memory = (long)megabytes << 20,
        Threads = threads,
    };
}
