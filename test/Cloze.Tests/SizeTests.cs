using System.Runtime.CompilerServices;
using Xunit;

namespace Cloze.Tests;

/// <summary>How much may stand in a file and in a line; each breach is listed by file and line.</summary>
public class SizeTests
{
    private const int MostLines = 400, MostCharacters = 120;

    [Fact]
    public void NoSourceFileIsTooLong() =>
        AssertNone(
            from source in Sources("src")
            let lines = File.ReadLines(source).Count()
            where lines > MostLines
            select $"{Name(source)}:{lines} is the last line, expected at most {MostLines}");

    [Theory]
    [InlineData("src")]
    [InlineData("test")]
    [InlineData("bench")]
    [InlineData("tools")]
    public void NoLineIsTooLong(string folder)
    {
        string[] sources = [.. Sources(folder)];
        Assert.NotEmpty(sources);
        AssertNone(
            from source in sources
            from line in File.ReadLines(source).Select((text, index) => (Text: text, Number: index + 1))
            let length = line.Text.EnumerateRunes().Count()
            where length > MostCharacters
            select $"{Name(source)}:{line.Number} has {length} characters, expected at most {MostCharacters}");
    }

    private static void AssertNone(IEnumerable<string> breaches)
    {
        string[] all = [.. breaches];
        Assert.True(all.Length == 0, string.Join('\n', all));
    }

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root(), folder), "*.cs", SearchOption.AllDirectories)
            .Where(source => !Name(source).Split('/').Any(part => part is "bin" or "obj"));

    private static string Name(string source) => Path.GetRelativePath(Root(), source).Replace('\\', '/');

    private static string Root([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));
}
