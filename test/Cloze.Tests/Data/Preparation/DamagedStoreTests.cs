using Cloze.Data;
using Xunit;

namespace Cloze.Tests.Data;

/// <summary>A store that is not whole is neither gone on with nor added to.</summary>
public sealed class DamagedStoreTests : IDisposable
{
    private readonly TinyStore _store = new();

    public DamagedStoreTests() => _store.Prepare();

    private string Shard => Path.Combine(_store.Store, "000000.training.shard");

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AShardThatWasCutIsNamedWithItsBytes(bool resumes)
    {
        byte[] bytes = File.ReadAllBytes(Shard);
        File.WriteAllBytes(Shard, bytes[..^8]);
        Dictionary<string, string> before = TinyStore.Files(_store.Store);
        Assert.Equal(
            $"{Shard} is not a shard of a store that can be read: it has {bytes.Length - 8} bytes, its header promises "
            + $"{bytes.Length}.",
            Fail(resumes).Message);
        Assert.Equal(before, TinyStore.Files(_store.Store));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AMissingShardIsToBeCopiedAgain(bool resumes)
    {
        File.Delete(Shard);
        var opened = Assert.Throws<ClozeException>(() => CorpusStore.Open(_store.Store).Dispose());
        foreach (ClozeException error in (ClozeException[])[Fail(resumes), opened])
        {
            Assert.Equal($"There is no file {Shard}, which the store's manifest names.", error.Message);
            Assert.Equal(
                "Copy it again from where the store was prepared, or prepare the corpus anew.", error.Hint);
        }
    }

    [Fact]
    public void AnotherShardInItsPlaceIsNamed()
    {
        File.Copy(Path.Combine(_store.Store, "000001.training.shard"), Shard, overwrite: true);
        Assert.StartsWith($"{Shard} is not the shard that the store's manifest names", Fail(resumes: false).Message);
    }

    private ClozeException Fail(bool resumes) => Assert.Throws<ClozeException>(
        () => StorePreparation.Run(_store.Options with { Resume = resumes, Append = !resumes }));
}
