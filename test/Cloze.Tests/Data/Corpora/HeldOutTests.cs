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
        Assert.Equal(6_645, documents.Count(text => HeldOut.Contains(text)));
    }

    [Theory]
    [InlineData(0.001)]
    [InlineData(0.02)]
    [InlineData(0.1)]
    [InlineData(0.25)]
    [InlineData(0.9)]
    public void AnyShareIsHeldOutAndAGreaterOneHoldsTheSmaller(double share)
    {
        string[] documents = [.. Enumerable.Range(0, 20_000).Select(i => $"document {i}")];
        string[] heldOut = [.. documents.Where(document => HeldOut.Contains(document, share))];
        double error = 5 * Math.Sqrt(share * (1 - share) / documents.Length) + 0.02 * share;
        Assert.InRange((double)heldOut.Length / documents.Length, share - error, share + error);
        Every.Item(heldOut, document => Assert.True(HeldOut.Contains(document, share * 1.05)));
    }

    [Fact]
    public void ATenthIsTheDefault()
    {
        for (int i = 0; i < 1000; i++)
        {
            byte first = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{i}"))[0];
            Assert.Equal(first % 10 == 0, HeldOut.Contains($"{i}"));
            Assert.Equal(first % 10 == 0, HeldOut.Contains($"{i}", 0.1));
        }
    }

    [Fact]
    public void LineEndsDoNotMatter()
    {
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(HeldOut.Contains($"document\n{i}\n"), HeldOut.Contains($"document\r\n{i}\r\n"));
            Assert.Equal(HeldOut.Rank($"document\n{i}\n"), HeldOut.Rank($"document\r{i}\r"));
        }
    }
}
