using Cloze.Data;
using Xunit;

namespace Cloze.Tests.Data;

/// <summary>What a store of many shards takes while it is open.</summary>
public sealed class StoreMemoryTests : IDisposable
{
    private readonly TinyStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void AShardTakesAHandleAndItsHeader()
    {
        StorePreparation.Run(_store.Options with { ShardTokens = 5 });
        StorePreparation.Run(_store.Options with { ShardTokens = 1_000_000, Output = _store.Beside("few") });
        (int shards, int objects, long bytes) = Held(_store.Store);
        (int fewShards, int fewObjects, long fewBytes) = Held(_store.Beside("few"));
        Assert.True(shards > 80 && fewShards == 1, $"{shards} and {fewShards} shards");
        Assert.InRange((double)(objects - fewObjects) / (shards - fewShards), 1, 12);
        Assert.InRange((double)(bytes - fewBytes) / (shards - fewShards), 1, 1_200);
    }

    [Fact]
    public void NothingOfAShardIsMappedAndEachIsOpenOnce()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("What a process has open is told by Linux's /proc.");
        StorePreparation.Run(_store.Options with { ShardTokens = 5 });
        using var opened = CorpusStore.Open(_store.Store);
        using var sequences = new StoredSequences(opened, StoreHalf.Training, _store.Pieces, 8);
        int[] ids = new int[8];
        for (long i = 0; i < sequences.Count; i++) sequences.Read(i, ids);
        Assert.DoesNotContain(_store.Store, File.ReadAllText("/proc/self/maps"), StringComparison.Ordinal);
        int shards = opened.TrainingDocuments.Shards.Count + opened.HeldOutDocuments.Shards.Count;
        Assert.Equal(shards, Directory.GetFiles("/proc/self/fd").Count(IsInStore));
    }

    private (int Shards, int Objects, long Bytes) Held(string path)
    {
        using var opened = CorpusStore.Open(path);
        using var sequences = new StoredSequences(opened, StoreHalf.Training, _store.Pieces, 8);
        (int objects, long bytes) = HeldMemory.Of(opened.TrainingDocuments);
        return (opened.TrainingDocuments.Shards.Count, objects, bytes);
    }

    private bool IsInStore(string descriptor)
    {
        try
        {
            FileSystemInfo? file = File.ResolveLinkTarget(descriptor, returnFinalTarget: false);
            return file?.FullName.StartsWith(_store.Store, StringComparison.Ordinal) == true;
        }
        catch (IOException)
        {
            // It was closed by another test meanwhile.
            return false;
        }
    }
}
