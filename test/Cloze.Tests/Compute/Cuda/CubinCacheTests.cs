using Cloze.Compute;
using Xunit;

namespace Cloze.Tests.Compute.Cuda;

/// <summary>What is kept on disk, and what is done where that is not possible.</summary>
public sealed class CubinCacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AKeyDependsOnEveryPartAndOnWhereItEnds()
    {
        string key = CubinCache.KeyOf("ab", "c");
        Assert.Equal(64, key.Length);
        Assert.Equal(key, CubinCache.KeyOf("ab", "c"));
        Assert.NotEqual(key, CubinCache.KeyOf("a", "bc"));
        Assert.NotEqual(key, CubinCache.KeyOf("ab", "c", ""));
    }

    [Fact]
    public void WhatIsWrittenIsReadAndNothingLiesBeside()
    {
        var cache = new CubinCache(Path.Combine(_folder.Path, "deep", "er"));
        Assert.Null(cache.Read("x"));
        cache.Write("x", "first"u8);
        cache.Write("x", "second"u8);
        Assert.Equal("second"u8.ToArray(), cache.Read("x"));
        Assert.Single(Directory.GetFiles(Path.Combine(_folder.Path, "deep", "er")));
    }

    [Fact]
    public void WhereNothingCanBeKeptNothingIs()
    {
        string file = Path.Combine(_folder.Path, "file");
        File.WriteAllText(file, "in the way");
        foreach (CubinCache cache in new[] { new CubinCache(null), new CubinCache(file) })
        {
            cache.Write("x", "lost"u8);
            Assert.Null(cache.Read("x"));
        }
    }

    [Fact]
    public void PlansComeBackAndDamagedLinesAreLeftOut()
    {
        var cache = new CubinCache(_folder.Path);
        var shape = new ProductShape(64, 128, 256, 2, (256, 256, 128), 64);
        byte[] algorithm = [.. Enumerable.Range(0, ProductPlan.AlgorithmBytes).Select(i => (byte)i)];
        new PlanFile(cache, "device", "13.1").Keep(shape, algorithm);
        Assert.Equal(algorithm, new PlanFile(cache, "device", "13.1").Find(shape));
        Assert.Null(new PlanFile(cache, "device", "13.1").Find(shape with { Rows = 80 }));
        Assert.Null(new PlanFile(cache, "device", "13.2").Find(shape));

        string path = Assert.Single(Directory.GetFiles(_folder.Path));
        File.WriteAllText(path, File.ReadAllText(path).Replace("0001", "zz01", StringComparison.Ordinal));
        Assert.Null(new PlanFile(cache, "device", "13.1").Find(shape));
    }
}
