using Cloze.Data;
using Xunit;

namespace Cloze.Tests.Data;

public sealed class PartInputsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, new[] { 6 })]
    [InlineData(2, new[] { 3, 3 })]
    [InlineData(3, new[] { 2, 2, 2 })]
    [InlineData(6, new[] { 1, 1, 1, 1, 1, 1 })]
    public void EvenFilesAreDividedEvenly(int parts, int[] counts)
    {
        string[] files = Files(10, 10, 10, 10, 10, 10);
        IReadOnlyList<string>[] found =
            [.. Enumerable.Range(1, parts).Select(part => PartInputs.Of(files, part, parts))];
        Assert.Equal(counts, found.Select(part => part.Count));
        Assert.Equal(files, found.SelectMany(part => part));
    }

    [Fact]
    public void SizesDecide()
    {
        string[] files = Files(100, 10, 10, 80);
        Assert.Equal([files[0]], PartInputs.Of(files, 1, 2));
        Assert.Equal(files[1..], PartInputs.Of(files, 2, 2));
    }

    [Fact]
    public void APartWithoutAFileIsAClearError()
    {
        var error = Assert.Throws<ClozeException>(() => PartInputs.Of(Files(10), 1, 2));
        Assert.Equal(
            "Part 1 of 2 has no file: the corpus has 1 file, and a file goes into one part whole.", error.Message);
        Assert.Contains("fewer parts", error.Hint);
    }

    private string[] Files(params int[] sizes) => [.. sizes.Select((size, index) =>
    {
        string path = _folder.File($"{index}.txt");
        File.WriteAllBytes(path, new byte[size]);
        return path;
    })];
}
