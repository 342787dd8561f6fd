using Cloze.Files;
using Xunit;

namespace Cloze.Tests.Files;

public class DiskFaultTests
{
    [Fact]
    public void AFullDiskIsToldFromOtherFaults()
    {
        int full = OperatingSystem.IsWindows() ? unchecked((int)0x80070070) : 28;
        Assert.True(DiskFault.IsFull(new IOException("full", full)));
        Assert.True(DiskFault.IsFull(Told(new IOException("full", full))));
        Assert.False(DiskFault.IsFull(Told(new IOException("other", 5))));
        Assert.False(DiskFault.IsFull(Told(new UnauthorizedAccessException())));
    }

    [Fact]
    public void AFaultOfTheDiskIsToldFromOthers()
    {
        Assert.True(DiskFault.Is(Told(new IOException())));
        Assert.True(DiskFault.Is(Told(new UnauthorizedAccessException())));
        Assert.False(DiskFault.Is(new IOException()));
        Assert.False(DiskFault.Is(new ClozeException("a", "b")));
    }

    [Fact]
    public void AFolderThatIsNotThereYetHasTheRoomOfTheOneAboveIt()
    {
        using var folder = new TemporaryFolder();
        Assert.True(FreeSpace.Of(folder.Path) > 0);
        Assert.True(FreeSpace.Of(folder.File(Path.Combine("a", "b"))) > 0);
    }

    [Fact]
    public void AFileSystemWithoutSizesSaysNothing()
    {
        if (!Directory.Exists("/proc/self")) Assert.Skip("There is no /proc here.");
        Assert.Null(FreeSpace.Of("/proc/self"));
    }

    private static ClozeException Told(Exception inner) => new("a", "b", inner);
}
