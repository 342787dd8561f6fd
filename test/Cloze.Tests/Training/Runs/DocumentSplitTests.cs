using Cloze.Data;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

public class DocumentSplitTests
{
    private static readonly Document[] s_documents =
        [.. Enumerable.Range(0, 200).Select(i => new Document($"document {i}", "here"))];

    [Theory]
    [InlineData(long.MaxValue, 1)]
    [InlineData(100, 3)]
    public void ASmallCorpusIsReadOnceAndALargeOneAsOftenAsItIsAskedFor(long keptCharacters, int readings)
    {
        int opened = 0;
        var split = new DocumentSplit(Open, keptCharacters);
        string[] training = [.. split.Training(CancellationToken.None)];
        Assert.Equal(training, split.Training(CancellationToken.None));
        string[] heldOut = [.. split.HeldOutTexts(CancellationToken.None)];

        Assert.Equal(readings, opened);
        Every.Item(heldOut, text => Assert.True(HeldOut.Contains(text)));
        Assert.Equal(s_documents.Select(document => document.Text).Order(), training.Concat(heldOut).Order());
        Assert.Equal((training.Length, heldOut.Length), (split.TrainingCount, split.HeldOutCount));

        IEnumerable<Document> Open()
        {
            opened++;
            return s_documents;
        }
    }

    [Fact]
    public void AReadingThatStopsEarlyIsNotTakenForTheWhole()
    {
        var split = new DocumentSplit(() => s_documents);
        Assert.Equal(5, split.Training(CancellationToken.None).Take(5).Count());
        Assert.Equal(
            s_documents.Count(document => !HeldOut.Contains(document.Text)),
            split.Training(CancellationToken.None).Count());
    }

    [Fact]
    public void ACorpusThatChangesBetweenReadingsIsRefused()
    {
        int left = s_documents.Length + 1;
        var split = new DocumentSplit(() => s_documents.Take(--left), keptCharacters: 0);
        Assert.InRange(split.Training(CancellationToken.None).Count(), 1, 200);
        var error = Assert.Throws<ClozeException>(() => split.HeldOutTexts(CancellationToken.None).Count());
        Assert.Equal(
            "The corpus had 200 documents when it was read first, and 199 when it was read again.", error.Message);
    }
}
