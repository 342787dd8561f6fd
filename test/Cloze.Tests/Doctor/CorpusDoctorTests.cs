using Cloze.Data;
using Cloze.Doctor;
using Cloze.Tests.Data;
using Cloze.Tests.Training;
using Xunit;

namespace Cloze.Tests.Doctor;

public sealed class CorpusDoctorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ASoundCorpusIsMeasured()
    {
        _folder.Write("a.txt", string.Join("\n\n", SampleTexts.Sound()));
        DoctorReport report = Examine();
        Assert.False(report.IsFatal);
        Assert.Equal(["little-text"], report.Findings.Select(finding => finding.Id));
        Assert.Equal((1, 60L, 180L), (report.Corpus.Files, report.Corpus.Documents, report.Corpus.Lines));
        Assert.Equal(report.Corpus.Characters, report.Corpus.SampleCharacters);
        LossFigures losses = report.Losses!;
        Assert.Equal(Math.Log(report.Pieces!.VocabularySize), losses.Start, 1e-12);
        Assert.True(losses.Frequencies < losses.Start);
        RunCost cost = report.Cost!;
        Assert.True(cost is { TokensPerSecond: > 0, MemoryBytes: > 0, DiskBytes: > 0, Parameters: > 0 });
        Assert.Equal("tiny-modern", cost.Model);

        // As training has it: three checkpoints of weights and two moments, and the weights three times.
        Assert.InRange(cost.DiskBytes, 12 * sizeof(float) * cost.Parameters, long.MaxValue);
        Assert.InRange(cost.LeastDiskBytes, 7 * sizeof(float) * cost.Parameters, cost.DiskBytes - 1);
    }

    [Fact]
    public void FilesThatCannotBeReadAreFatalAndTheOthersAreRead()
    {
        _folder.Write("a.txt", string.Join("\n\n", SampleTexts.Sound()));
        _folder.Write("b.jsonl", "{\"text\":\"one\"}\n{\"text\":");
        _folder.Write("c.txt.gz", Gzip.Pack("a text that is cut off in the middle")[..^9]);
        _folder.Write("d.txt", [.. "a caf"u8, 0xE9, .. " by the river"u8]);
        _folder.Write("e.txt", "");
        DoctorReport report = Examine();
        Assert.True(report.IsFatal);
        Assert.Equal(
            ["unreadable-file", "unreadable-file", "not-utf8", "replaced-characters", "empty-file", "little-text"],
            report.Findings.Select(finding => finding.Id).Where(id => id != "mixed-scripts"));
        Assert.Contains("b.jsonl, line 2: not valid JSON", report.Findings[0].Message);
        Assert.Contains("c.txt.gz is damaged", report.Findings[1].Message);
        Assert.Contains("d.txt is not UTF-8: line 1, byte offset 5", report.Findings[2].Message);
        Assert.Equal(62, report.Corpus.Documents);
    }

    [Fact]
    public void OneDocumentIsFatal()
    {
        _folder.Write("a.txt", SampleTexts.Sound(1)[0]);
        DoctorReport report = Examine();
        Assert.True(report.IsFatal);
        Assert.Equal("one-document", report.Findings[0].Id);
    }

    [Fact]
    public void ALongTextWithoutBlankLinesIsOneDocumentInParts()
    {
        _folder.Write("a.txt", string.Join(' ', SampleTexts.Sound()).Replace('\n', ' '));
        DoctorReport report = Examine();
        Assert.False(report.IsFatal);
        Finding finding = report.Findings.Single(found => found.Id == "one-document");
        Assert.Equal(Severity.Warning, finding.Severity);
        Assert.Matches(
            "^The corpus is 1 document, cut into [0-9]+ parts of at most 8,192 characters: ", finding.Message);
        Assert.DoesNotContain("few-documents", report.Findings.Select(found => found.Id));
    }

    [Fact]
    public void NothingAtAllIsFatal()
    {
        _folder.Write("a.txt", "\n \n");
        DoctorReport report = Examine();
        Assert.Equal(["empty-corpus", "empty-file"], report.Findings.Select(finding => finding.Id));
        Assert.Null(report.Pieces);
    }

    [Fact]
    public void AMissingPathAndAMissingModelAreErrors()
    {
        Assert.Contains("There is no file or folder", Assert.Throws<ClozeException>(() => Examine("none")).Message);
        var options = new DoctorOptions { Model = _folder.File("none") };
        Assert.Throws<ClozeException>(() => CorpusDoctor.Examine(options));
    }

    [Fact]
    public void TextThatGivesAModelNoTokenIsFatalAndTheOtherFindingsStay()
    {
        using var run = new TinyRun();
        _folder.Write("a.txt", "\u200B\n\n\u200B\u200B\n\n\u200B\u200B\u200B");
        _folder.Write("b.txt", "");
        DoctorReport report = CorpusDoctor.Examine(Options(_folder.Path) with { Model = run.Start });
        Assert.True(report.IsFatal);
        Finding finding = report.Findings.Single(found => found.Id == "no-token");
        Assert.Equal((Severity.Fatal, 3), (finding.Severity, finding.Count));
        Assert.Equal("Check that its files hold text.", finding.Advice);
        Assert.Contains("empty-file", report.Findings.Select(found => found.Id));
        Assert.Null(report.Pieces);
    }

    [Fact]
    public void AModelWhoseTokenizerIsDamagedIsAnError()
    {
        using var run = new TinyRun();
        File.WriteAllText(Path.Combine(run.Start, "tokenizer.json"), "{}");
        _folder.Write("a.txt", string.Join("\n\n", SampleTexts.Sound()));
        DoctorOptions options = Options(_folder.Path) with { Model = run.Start };
        Assert.Contains(
            "tokenizer.json", Assert.Throws<ClozeException>(() => CorpusDoctor.Examine(options)).Message);
    }

    [Fact]
    public void TheSecondReadingOfAFileStopsToo()
    {
        _folder.Write("a.txt", string.Join("\n\n", SampleTexts.Sound(3)));
        using var interruption = new CancellationTokenSource();
        var pass = new DocumentPass(Options(_folder.Path).Corpus);
        Assert.Throws<OperationCanceledException>(() => pass.Read(
            (_, number) =>
            {
                if (number == 3) interruption.Cancel();
            },
            new DoctorProgress(),
            interruption.Token));
        Assert.Equal(3, pass.Documents);
    }

    [Fact]
    public void ItStopsWhenItIsCancelled()
    {
        _folder.Write("a.txt", string.Join("\n\n", SampleTexts.Sound()));
        Assert.Throws<OperationCanceledException>(() => Examine(cancellation: new CancellationToken(true)));
    }

    [Fact]
    public void ProgressIsTold()
    {
        _folder.Write("a.txt", string.Join("\n\n", SampleTexts.Sound()));
        var progress = new DoctorProgress();
        Assert.Null(progress.Share);
        CorpusDoctor.Examine(Options(_folder.Path), progress);
        Assert.Equal(60, progress.Documents);
        Assert.InRange(progress.Share!.Value, 0.9, 1);
    }

    private static DoctorOptions Options(string path) => new()
    {
        Corpus = new CorpusOptions { Paths = [path] },
        VocabularySize = 300,
        Seconds = 0.02,
        Threads = 1,
    };

    private DoctorReport Examine(string? path = null, CancellationToken cancellation = default) =>
        CorpusDoctor.Examine(Options(path ?? _folder.Path), cancellation: cancellation);
}
