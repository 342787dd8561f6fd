using Cloze.Data;
using Xunit;

namespace Cloze.Tests.Data;

public sealed class HeldOutTests
{
    [Fact]
    public void OneTenthOfTheReferenceDocumentsIsHeldOut()
    {
        string copy = SharedFiles.Require("data/corpus/dotnet-sdk-docs.txt.gz");
        string[] documents = [.. Corpus.Read(new CorpusOptions { Paths = [copy] }).Select(document => document.Text)];
        Assert.Equal(65_633, documents.Length);
        Assert.Equal(6_645, documents.Count(HeldOut.Contains));
    }

    [Fact]
    public void LineEndsDoNotMatter()
    {
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(HeldOut.Contains($"document\n{i}\n"), HeldOut.Contains($"document\r\n{i}\r\n"));
        }
    }
}
