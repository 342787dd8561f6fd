using Cloze.Compute;
using Cloze.Tests.Models;
using Xunit;

namespace Cloze.Tests.Golden;

/// <summary>Every output of every golden case, on every backend, within the case's own tolerances.</summary>
public class GoldenModelTests
{
    public static TheoryData<string, string> Cases => Combine([.. GoldenCase.Names, .. GoldenCase.Families]);

    public static TheoryData<string, string> TrainedCases =>
        Combine([.. GoldenCase.Names.Where(name => name != "encoder-only"), .. GoldenCase.Families]);

    [Theory]
    [MemberData(nameof(Cases))]
    public void OutputsAgree(string name, string backendName)
    {
        using Backend backend = TestBackends.Create(backendName);
        using var run = new GoldenRun(name, backend);
        run.CompareHiddenStates();
        if (run.Expected.Has("attentions.0")) run.CompareAttention();
        if (run.Expected.Has("pooled")) run.ComparePooled();
        if (run.Expected.Has("seq_relationship_logits")) run.CompareNextSentenceLogits();
        if (run.Expected.Has("masked_logits")) run.CompareLogits();
        run.Table.WriteAndAssert();
    }

    [Theory]
    [MemberData(nameof(TrainedCases))]
    public void LossesAndGradientsAgree(string name, string backendName)
    {
        using Backend backend = TestBackends.Create(backendName);
        using var run = new GoldenRun(name, backend);
        run.CompareLossesAndGradients();
        run.Table.WriteAndAssert();
    }

    [Fact]
    public void EveryCaseOfTheFolderIsTested()
    {
        string[] folders = [.. Directory.GetDirectories(SharedFiles.Require("golden/bert")).Select(Path.GetFileName)!];
        Assert.Equal(14, GoldenCase.Names.Length);
        Assert.Equal(GoldenCase.Names.Order(StringComparer.Ordinal), folders.Order(StringComparer.Ordinal));
    }

    private static TheoryData<string, string> Combine(IEnumerable<string> names)
    {
        var data = new TheoryData<string, string>();
        foreach (string name in names)
        {
            foreach (string backend in TestBackends.Names) data.Add(name, backend);
        }

        return data;
    }
}
