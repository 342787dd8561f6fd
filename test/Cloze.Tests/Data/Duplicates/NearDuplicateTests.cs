using Cloze.Data;
using Xunit;

namespace Cloze.Tests.Data;

public class NearDuplicateTests
{
    [Fact]
    public void ACopyWithAnotherWordIsLeftOutAndTheFirstStays()
    {
        string[] words = Words(1, 200);
        string first = string.Join(' ', words), other = string.Join(' ', Words(2, 200));
        words[100] = "changed";
        string copy = string.Join(' ', words).ToUpperInvariant() + "!";
        (string[] kept, NearDuplicateReport report) = Filter([first, other, copy, "short", "Short."]);
        Assert.Equal([first, other, "short"], kept);
        Assert.Equal((3, 2), (report.Kept, report.Dropped));
        NearDuplicate example = report.Examples[0];
        Assert.Equal((3, 1, "a.txt"), (example.Number, example.Original, example.Source));
        Assert.InRange(example.Similarity, 0.85, 1);
        Assert.StartsWith(copy[..80], example.Beginning);
        example = report.Examples[1];
        Assert.Equal((5, 4, 1.0), (example.Number, example.Original, example.Similarity));
    }

    [Fact]
    public void TextsThatShareHalfStay()
    {
        string[] words = Words(1, 200);
        string half = string.Join(' ', [.. words[..100], .. Words(2, 100)]);
        Assert.Equal(2, Filter([string.Join(' ', words), half]).Kept.Length);
    }

    [Fact]
    public void OfManyCopiesNearlyAllAreFound()
    {
        // One word in 100 of each is another: alike by about 0.9.
        string[] texts = [.. Enumerable.Range(0, 200).Select(text => string.Join(' ', Words(text, 300)))];
        string[] copies = [.. texts.Select((text, i) => string.Join(
            ' ', text.Split(' ').Select((word, place) => place % 100 == i % 100 ? "other" : word)))];
        Assert.InRange(Filter([.. texts, .. copies]).Report.Dropped, 190, 200);
    }

    [Fact]
    public void TheSameCorpusGivesTheSame()
    {
        string[] texts = [.. TinyCorpus.Documents(300, 12, vocabulary: 9)];
        (string[] kept, NearDuplicateReport report) = Filter(texts);
        (string[] again, NearDuplicateReport second) = Filter(texts);
        Assert.Equal(kept, again);
        Assert.True(report.Dropped > 0);
        Assert.Equal(report.Examples, second.Examples);
    }

    [Fact]
    public void BeyondSoManyTheOldestAreForgotten()
    {
        string[] texts = [.. Enumerable.Range(0, 5).Select(text => string.Join(' ', Words(text, 20)))];
        string[] corpus = [.. texts, texts[4], texts[0]];
        Assert.Equal(5, Filter(corpus, remembered: 100).Kept.Length);
        Assert.Equal([.. texts, texts[0]], Filter(corpus, remembered: 4).Kept);
    }

    [Fact]
    public void AnIndexThatIsFilledAgainFindsTheSame()
    {
        string[] texts = [.. TinyCorpus.Documents(400, 12, vocabulary: 9)];
        var signer = new TextSigner();
        var whole = new NearDuplicateIndex(mostRemembered: 50);
        var added = new List<(ulong[] Signature, long Number)>();
        for (int i = 0; i < texts.Length; i++)
        {
            ulong[] signature = new ulong[MinHash.Bands];
            signer.Sign(texts[i], signature);
            var again = new NearDuplicateIndex(mostRemembered: 50);
            foreach ((ulong[] one, long number) in added.TakeLast(50 + (i % 7))) again.Add(one, number);
            Assert.Equal(whole.Find(signature), again.Find(signature));
            if (whole.Find(signature) is not null) continue;
            whole.Add(signature, i);
            added.Add((signature, i));
        }

        Assert.InRange(added.Count, 100, texts.Length - 1);
    }

    [Fact]
    public void TheReportIsASentence()
    {
        (_, NearDuplicateReport report) = Filter(["the cat sees the dog", "The cat sees the dog.", "another one"]);
        Assert.Equal(
            "1 near-duplicates of 3 documents left out (33.3 %); document 2 is 1.00 like document 1: "
                + "\"The cat sees the dog.\"",
            report.ToString());
        Assert.Equal("No near-duplicate among 1 documents.", Filter(["one"]).Report.ToString());
    }

    private static (string[] Kept, NearDuplicateReport Report) Filter(string[] texts, int remembered = 1000)
    {
        NearDuplicateReport? report = null;
        string[] kept =
        [
            .. NearDuplicateFilter.Filter(
                texts.Select(text => new Document(text, "a.txt")), found => report = found, remembered)
                .Select(document => document.Text),
        ];
        return (kept, report!);
    }

    private static string[] Words(int seed, int count)
    {
        var random = new KeyedRandom((ulong)seed, RandomPurpose.Weights, 8, 0);
        string[] words = new string[count];
        for (int i = 0; i < count; i++) words[i] = $"w{random.NextInteger(100_000)}";
        return words;
    }
}
