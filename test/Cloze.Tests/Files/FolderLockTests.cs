using System.Globalization;
using Cloze.Files;
using Xunit;

namespace Cloze.Tests.Files;

public sealed class FolderLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ASecondHolderIsRefusedAndToldTheFirst()
    {
        using FolderLock first = Take();
        var error = Assert.Throws<ClozeException>(Take);
        string process = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        Assert.Equal($"guarded is being written by process {process}.", error.Message);
        Assert.Equal("wait", error.Hint);
    }

    [Fact]
    public void WhatIsGivenBackCanBeTakenAgain()
    {
        for (int time = 0; time < 3; time++) Take().Dispose();
        Assert.Equal([_folder.File(FolderLock.LockFile)], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void FilesLeftByAProcessThatWasKilledDoNotBlock()
    {
        File.WriteAllText(_folder.File(FolderLock.LockFile), "");
        File.WriteAllText(_folder.File(FolderLock.HolderFile), "1 elsewhere");
        Take().Dispose();
        Assert.False(File.Exists(_folder.File(FolderLock.HolderFile)));
    }

    [Theory]
    [InlineData(null, "another process")]
    [InlineData("what is this", "another process")]
    [InlineData("77 elsewhere", "process 77 of another machine")]
    public void AHolderThatCannotBeNamedIsAnotherProcess(string? text, string expected)
    {
        using FolderLock held = Take();
        if (text is null) File.Delete(_folder.File(FolderLock.HolderFile));
        else File.WriteAllText(_folder.File(FolderLock.HolderFile), text);
        Assert.Equal($"guarded is being written by {expected}.", Assert.Throws<ClozeException>(Take).Message);
    }

    [Fact]
    public void AFolderThatIsNotThereIsNotTakenForOneThatIsHeld()
    {
        string folder = _folder.File("none");
        var error = Assert.Throws<ClozeException>(() => FolderLock.Take(folder, "guarded", "wait"));
        Assert.StartsWith($"Cannot write {Path.Combine(folder, FolderLock.LockFile)}: ", error.Message);
    }

    private FolderLock Take() => FolderLock.Take(_folder.Path, "guarded", "wait");
}
