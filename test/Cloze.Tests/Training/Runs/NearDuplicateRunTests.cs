using System.Text.Json;
using Cloze.Data;
using Xunit;

namespace Cloze.Tests.Training;

public sealed class NearDuplicateRunTests : IDisposable
{
    private readonly TinyRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void CopiesAreLeftOutAndTold()
    {
        string sound = File.ReadAllText(_run.Corpus);
        File.WriteAllText(_run.Corpus, sound + "\n\nThe cat sees the house!\n\na dog, hears a tree");
        var heard = new RecordingObserver();
        _run.Run(_run.Options(1) with { NearDuplicates = true }, heard);
        NearDuplicateReport report = heard.Starts[0].Corpus.NearDuplicates!;
        Assert.Equal((100, 2), (report.Kept, report.Dropped));
        Assert.Equal("The cat sees the house!", report.Examples[0].Beginning);
        Assert.Equal((101L, 1L), (report.Examples[0].Number, report.Examples[0].Original));
        Assert.Contains(report.ToString(), heard.Messages);
        Assert.Equal(100, heard.Starts[0].Corpus.TrainingDocuments + heard.Starts[0].Corpus.HeldOutDocuments);
    }

    [Fact]
    public void RecordsThatArePassedOnHaveTheirNumberAndNoneOfTheirText()
    {
        File.AppendAllText(_run.Corpus, "\n\nThe cat sees the house!");
        _run.Run(_run.Options(1) with { NearDuplicates = true });
        Every.Item((string[])["manifest.json", "curve.json"], name =>
        {
            string record = File.ReadAllText(Path.Combine(_run.Output, "training", name));
            JsonElement report = JsonElement.Parse(record).GetProperty("corpus").GetProperty("near_duplicates");
            Assert.Equal(1, report.GetProperty("dropped").GetInt32());
            Assert.Empty(report.GetProperty("examples").EnumerateArray());
            Assert.DoesNotContain("corpus.txt", record);
            Assert.DoesNotContain("The cat sees the house!", record);
        });
    }

    [Fact]
    public void WhereItIsNotAskedForAllStay()
    {
        File.AppendAllText(_run.Corpus, "\n\nThe cat sees the house!");
        var heard = new RecordingObserver();
        _run.Run(_run.Options(1), heard);
        Assert.Null(heard.Starts[0].Corpus.NearDuplicates);
        Assert.Equal(101, heard.Starts[0].Corpus.TrainingDocuments + heard.Starts[0].Corpus.HeldOutDocuments);
    }

    [Fact]
    public void ARunWithoutCopiesIsTheSameRun()
    {
        _run.Run(_run.Options(3));
        float[] weights = _run.Weights();
        _run.Run(_run.Options(3) with { NearDuplicates = true, Force = true });
        Assert.Equal(weights, _run.Weights());
    }
}
