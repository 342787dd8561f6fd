using Cloze.Data;
using Cloze.Doctor;
using Xunit;

namespace Cloze.Tests.Doctor;

/// <summary>Each check on a corpus that has what it looks for, and on one that has not.</summary>
public class DocumentCheckTests
{
    private static readonly CorpusOptions s_corpus = new() { Paths = ["notes/a.txt"] };

    [Fact]
    public void ASoundCorpusHasNoFinding()
    {
        var repeated = new RepeatedDocuments();
        IDocumentCheck[] checks =
        [
            repeated, new DocumentCount(repeated, s_corpus), new RepeatedLines(),
            new BlankLines(DocumentRule.BlankLine), new Encodings(), new Languages(),
        ];
        Assert.Empty(Find(SampleTexts.Sound(), checks).Select(finding => finding.Message));
    }

    [Fact]
    public void DocumentsThatRepeatAreCounted()
    {
        string[] texts = SampleTexts.Sound();
        Finding finding = Assert.Single(Find([.. texts, texts[3], texts[4], " " + texts[3]], new RepeatedDocuments()));
        Assert.Equal(("duplicate-documents", Severity.Warning, 3), (finding.Id, finding.Severity, finding.Count));
        Assert.Equal("3 of 63 documents (4.8 %) are the same as one before.", finding.Message);
        Assert.StartsWith($"document 61 (a.txt): \"{texts[3][..20]}", finding.Examples[0]);
        Assert.Contains("`near_duplicates`", finding.Advice);
    }

    [Fact]
    public void DocumentsThatNearlyRepeatAreCounted()
    {
        string[] texts = SampleTexts.Sound();
        string[] copies = [texts[3] + " End.", texts[4].Replace("\n", "\n- ", StringComparison.Ordinal)];
        Finding finding = Assert.Single(Find([.. texts, .. copies], new RepeatedDocuments()));
        Assert.Equal(("near-duplicate-documents", 2), (finding.Id, finding.Count));
        Assert.Contains("like number 4", finding.Examples[0]);
    }

    [Fact]
    public void OneCopyAmongThousandsIsANote()
    {
        string[] texts = SampleTexts.Sound(300);
        Finding finding = Assert.Single(Find([.. texts, texts[0]], new RepeatedDocuments()));
        Assert.Equal(Severity.Note, finding.Severity);
    }

    [Fact]
    public void LinesThatRepeatAreCounted()
    {
        const string footer = "Copyright of the house by the river, all rights reserved.";
        string[] texts = [.. SampleTexts.Sound().Select(text => text + "\n" + footer)];
        Finding finding = Assert.Single(Find(texts, new RepeatedLines()));
        Assert.Equal(("duplicate-lines", Severity.Warning, 59), (finding.Id, finding.Severity, finding.Count));
        Assert.Contains(footer, finding.Examples[0]);
    }

    [Fact]
    public void LinesThatNearlyRepeatAreCounted()
    {
        string[] texts = [.. SampleTexts.Sound().Select((text, i) =>
            $"{text}\nThis page was printed by the house by the river in the green garden of the old town, and all "
            + $"rights of it are reserved by those who wrote it down for the quiet birds of the morning, number {i}")];
        Assert.Contains("near-duplicate-lines", Find(texts, new RepeatedLines()).Select(finding => finding.Id));
    }

    [Theory]
    [InlineData(1, "one-document", Severity.Fatal)]
    [InlineData(5, "few-documents", Severity.Warning)]
    public void FewDocumentsAreTold(int count, string id, Severity severity)
    {
        var repeated = new RepeatedDocuments();
        var check = new DocumentCount(repeated, s_corpus);
        Finding finding = Assert.Single(Find(SampleTexts.Sound(count), repeated, check));
        Assert.Equal((id, severity), (finding.Id, finding.Severity));
        Assert.Contains("`document`", finding.Advice);
    }

    [Theory]
    [InlineData(
        DocumentRule.File,
        "put a blank line between texts alone and give `document` blank-line, or give line where every line is a "
        + "text; ")]
    [InlineData(
        DocumentRule.BlankLine,
        "put a blank line between texts, or give `document` line where every line is a text; ")]
    [InlineData(DocumentRule.Line, "")]
    public void ARuleInForceIsNotAdvised(DocumentRule rule, string finer)
    {
        foreach (int count in new[] { 1, 5 })
        {
            var repeated = new RepeatedDocuments();
            var check = new DocumentCount(repeated, s_corpus with { DocumentRule = rule });
            string start = finer.Length == 0 ? "Give more text, " : "Give more text; " + finer;
            Assert.Equal(
                start + "or name other files as `validation`.",
                Assert.Single(Find(SampleTexts.Sound(count), repeated, check)).Advice);
        }
    }

    [Theory]
    [InlineData(1, 15, "one-document", "The corpus is 1 document, cut into 15 parts of at most 8,192 characters: ")]
    [InlineData(1, 30, "one-document", "The corpus is 1 document, cut into 30 parts of at most 8,192 characters: ")]
    [InlineData(2, 15, "few-documents", "There are 2 documents, cut into 15 parts of at most 8,192 characters: ")]
    public void PartsOfALongDocumentAreNoDocuments(int whole, int parts, string id, string message)
    {
        var repeated = new RepeatedDocuments();
        var count = new DocumentCount(repeated, s_corpus);
        string[] texts = SampleTexts.Sound(parts);
        for (int i = 0; i < parts; i++)
        {
            var document = new Document(texts[i], "notes/a.txt") { Continues = i >= whole };
            repeated.Add(document, i + 1);
            count.Add(document, i + 1);
        }

        Finding finding = Assert.Single(count.Find());
        Assert.Equal((id, Severity.Warning), (finding.Id, finding.Severity));
        Assert.StartsWith(message, finding.Message);
    }

    [Fact]
    public void CopiesOfOneDocumentAreOneDocument()
    {
        var repeated = new RepeatedDocuments();
        string[] texts = [.. Enumerable.Repeat(SampleTexts.Sound(1)[0], 30)];
        Finding[] findings = Find(texts, repeated, new DocumentCount(repeated, s_corpus));
        Finding finding = findings.Single(found => found.Id == "one-document");
        Assert.Equal("All 30 documents are the same.", finding.Message);
    }

    [Fact]
    public void ABlankLineAfterEverySentenceIsTold()
    {
        string[] sentences = [.. Enumerable.Range(0, 40).Select(line => SampleTexts.Sentence(line, 7))];
        Finding finding = Assert.Single(Find(sentences, new BlankLines(DocumentRule.BlankLine)));
        Assert.Equal(("blank-line-after-every-sentence", 40), (finding.Id, finding.Count));
        Assert.StartsWith("Put blank lines between texts alone. `document` file makes one", finding.Advice);
        Assert.Empty(Find(sentences, new BlankLines(DocumentRule.Line)));
        Assert.Empty(Find([.. sentences.Select(text => $"{text} {text}")], new BlankLines(DocumentRule.BlankLine)));
    }

    [Fact]
    public void SeveralFilesOfSentencesMayBeKeptTogether()
    {
        var check = new BlankLines(DocumentRule.BlankLine);
        for (int i = 0; i < 40; i++) check.Add(new Document(SampleTexts.Sentence(i, 7), $"{i % 2}.txt"), i + 1);
        Assert.Equal(
            "Give `document` file to keep a file together, or put blank lines between texts alone.",
            Assert.Single(check.Find()).Advice);
    }

    [Fact]
    public void LostAndMisreadCharactersAreTold()
    {
        string[] texts =
        [
            .. SampleTexts.Sound(), "a caf\uFFFD by the river", "a caf\u00C3\u00A9", "the dog\u00E2\u20AC\u2122s house",
        ];
        Finding[] findings = Find(texts, new Encodings());
        Assert.Equal(
            [("replaced-characters", 1L), ("misread-utf8", 2L)],
            findings.Select(finding => (finding.Id, finding.Count)));
        Every.Item(findings, finding => Assert.Equal(Severity.Warning, finding.Severity));
        Assert.Empty(Find(["\u00C9t\u00E9 \u00E0 la caf\u00E9t\u00E9ria, na\u00EFve, S\u00C3O"], new Encodings()));
    }

    [Fact]
    public void LanguagesAreGuessedByTheirCommonWords()
    {
        var languages = new Languages();
        string[] german =
            [.. Enumerable.Repeat("Der Hund und die Katze sind nicht auf dem Dach, das ist ein Haus.", 10)];
        Finding finding = Assert.Single(Find([.. SampleTexts.Sound(), .. german], languages));
        Assert.Equal(("mixed-languages", Severity.Note), (finding.Id, finding.Severity));
        Assert.Equal("14 % of the documents in Latin letters seem to be German.", finding.Message);
        Assert.Equal(["English", "German"], languages.Mix.Languages.Select(language => language.Name));
        Assert.Equal(("Latin", 1.0), (languages.Mix.Scripts[0].Name, languages.Mix.Scripts[0].Share));
    }

    [Theory]
    [InlineData("le chat est dans la maison et il ne voit pas les oiseaux", "French")]
    [InlineData("el gato no se va de la casa y los perros que son del hombre", "Spanish")]
    [InlineData("il gatto non \u00E8 nella casa che la donna ha con gli uccelli, ma sono di un uomo", "Italian")]
    [InlineData("o gato n\u00E3o est\u00E1 em casa com os p\u00E1ssaros que s\u00E3o de uma mulher", "Portuguese")]
    [InlineData("de kat zit niet op het dak van het huis en dat is voor een hond te zien", "Dutch")]
    [InlineData("xylophone zebra quartz", "unknown")]
    [InlineData("", "unknown")]
    public void ALanguageIsNamedOrUnknown(string text, string expected) =>
        Assert.Equal(expected, CommonWords.Guess(text));

    [Fact]
    public void ScriptsAreCountedByLetters()
    {
        var languages = new Languages();
        Finding finding = Assert.Single(Find(["abcd efgh", "\u043F\u0440\u0438\u0432\u0435\u0442!"], languages));
        Assert.Equal("mixed-scripts", finding.Id);
        Assert.Equal(
            [("Latin", 8 / 14.0), ("Cyrillic", 6 / 14.0)],
            languages.Mix.Scripts.Select(script => (script.Name, script.Share)));
    }

    private static Finding[] Find(string[] texts, params IDocumentCheck[] checks)
    {
        for (int i = 0; i < texts.Length; i++)
        {
            foreach (IDocumentCheck check in checks) check.Add(new Document(texts[i], "notes/a.txt"), i + 1);
        }

        return [.. checks.SelectMany(check => check.Find())];
    }
}
