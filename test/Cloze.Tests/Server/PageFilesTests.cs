using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace Cloze.Tests.Server;

/// <summary>The page's files keep what is said of them: small, safe, and in need of nothing from elsewhere.</summary>
public partial class PageFilesTests
{
    private const int MostLines = 250, MostCharacters = 120;

    [Fact]
    public void NoFileIsTooLongAndNoLine()
    {
        Every.Item(Files(), file =>
        {
            string[] lines = File.ReadAllLines(file);
            Assert.True(lines.Length <= MostLines, $"{file} has {lines.Length} lines.");
            Assert.All(lines, line => Assert.True(line.Length <= MostCharacters, $"{file}: {line}"));
        });
    }

    [Fact]
    public void TextNeverBecomesHtml() =>
        Every.Item(Files(), file => Assert.DoesNotMatch(Markup(), File.ReadAllText(file)));

    [Fact]
    public void NothingIsOfAnotherServer() =>
        Every.Item(Files(), file => Assert.DoesNotMatch(Elsewhere(), File.ReadAllText(file)));

    [Fact]
    public void TheIndexHasNoScriptOrStyleWithinIt()
    {
        string index = File.ReadAllText(Path.Combine(Root(), "index.html"));
        Assert.DoesNotMatch(@"<style|\sstyle=|\son\w+=|javascript:", index);
        Assert.DoesNotMatch(@"<script(?![^>]* src=)", index);
        MatchCollection references = Reference().Matches(index);
        Every.Item(references, reference =>
            Assert.True(File.Exists(Path.Combine(Root(), reference.Groups[1].Value)), reference.Value));
    }

    private static IEnumerable<string> Files() =>
        Directory.EnumerateFiles(Root(), "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".html" or ".js" or ".css");

    private static string Root([CallerFilePath] string thisFile = "") => Path.GetFullPath(
        Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "..", "src", "Cloze.Server", "wwwroot"));

    [GeneratedRegex(@"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc|DOMParser")]
    private static partial Regex Markup();

    // The names of SVG and MathML are addresses that nobody asks.
    [GeneratedRegex(@"(?:https?:)?//(?!www\.w3\.org/)[\w-]+\.\w")]
    private static partial Regex Elsewhere();

    [GeneratedRegex("(?:href|src)=\"(page/[^\"]+)\"")]
    private static partial Regex Reference();
}
