using Cloze.Files;
using Xunit;

namespace Cloze.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cloze-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ReplacesAFileWhole()
    {
        string path = Path.Combine(_folder, "a.txt");
        AtomicFile.WriteText(path, "old");
        AtomicFile.WriteText(path, "new");
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void AFailureLeavesTheOldFileAndNothingElse()
    {
        string path = Path.Combine(_folder, "a.txt");
        AtomicFile.WriteText(path, "old");
        var error = Assert.Throws<ClozeException>(() => AtomicFile.Write(path, stream =>
        {
            stream.WriteByte(1);
            throw new IOException("No space left on device");
        }));
        Assert.Contains("No space left on device", error.Message);
        Assert.Contains("unchanged", error.Hint);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void TheHashIsThatOfTheFile()
    {
        string path = Path.Combine(_folder, "a.txt");
        string hash = AtomicFile.WriteHashed(path, stream =>
        {
            stream.Write("ab"u8);
            stream.Write("c"u8.ToArray(), 0, 1);
        });
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", hash);
        Assert.Equal(hash, FileHash.Of(path));
        Assert.Equal(hash, FileHash.OfText("abc"));
        Assert.Equal("abc", File.ReadAllText(path));
    }

    [Fact]
    public void AFolderIsFlushedAndOneThatIsNotThereIsNoError()
    {
        FolderFlush.Flush(_folder);
        FolderFlush.Flush(Path.Combine(_folder, "none"));
        Folder.Create(Path.Combine(_folder, "a", "b", "c"));
        Assert.True(Directory.Exists(Path.Combine(_folder, "a", "b", "c")));
    }

    [Fact]
    public void AMissingFolderIsAClearError()
    {
        string path = Path.Combine(_folder, "none", "a.txt");
        Assert.Contains(path, Assert.Throws<ClozeException>(() => AtomicFile.WriteText(path, "x")).Message);
    }
}
