using Cloze.Cli.Hosting;
using Cloze.Tests.Data;
using Xunit;

namespace Cloze.Tests.Cli;

/// <summary>Preparing on a disk that fills up or cannot be written, as a process of its own.</summary>
public sealed class PrepareDiskTests : IDisposable
{
    private readonly TinyStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void AFullDiskIsSaidAndItGoesOnWhenThereIsRoom()
    {
        string disk = Directory.CreateDirectory(_store.Beside("disk")).FullName;
        string text = string.Join("\n\n", Enumerable.Repeat(TinyStore.Documents(), 150).SelectMany(texts => texts));
        File.WriteAllText(Path.Combine(_store.Corpus, "many.txt"), text);
        string printed = PrivateDisk.Run(
            """
            disk="$1"; shift; mount -t tmpfs -o size=128k tmpfs "$disk"
            dotnet "$@"; echo "full: $?"; ls "$disk"
            mount -o remount,size=8m "$disk"; dotnet "$@" --resume; echo "resumed: $?"; umount "$disk"
            """,
            [disk, .. Command(Path.Combine(disk, "store"))]);
        Assert.Contains("000000.training.shard: No space left on device", printed);
        Assert.Contains("Free some disk space, or choose another folder; --resume goes on where it stopped.", printed);
        Assert.Contains("full: 1", printed);
        Assert.Contains("resumed: 0", printed);
    }

    [Fact]
    public void ADiskWithoutRoomOrRightsIsNamedAtOnce()
    {
        string disk = Directory.CreateDirectory(_store.Beside("disk")).FullName;
        string printed = PrivateDisk.Run(
            """
            disk="$1"; shift
            mount -t tmpfs -o size=12k tmpfs "$disk"; dotnet "$@"; echo "full: $?"; umount "$disk"
            mount -t tmpfs -o ro tmpfs "$disk"; dotnet "$@"; echo "read-only: $?"; umount "$disk"
            """,
            [disk, .. Command(Path.Combine(disk, "store"))]);
        Assert.Contains("No space left on device", printed);
        Assert.Contains("full: 1", printed);
        Assert.Contains("Read-only file system", printed);
        Assert.Contains("read-only: 1", printed);
        Assert.DoesNotContain("Unhandled", printed);
    }

    private string[] Command(string store) =>
    [
        typeof(CommandLine).Assembly.Location, "prepare", "--data", _store.Corpus, "--tokenizer",
        _store.TokenizerFolder, "--out", store,
    ];
}
