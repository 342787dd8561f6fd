using Cloze.Doctor;
using Xunit;

namespace Cloze.Tests.Doctor;

public class RunCostTests
{
    private static readonly RunCost s_fitting =
        new("tiny", 1_000_000, 10_000, 3_000_000, 1 << 28, 1 << 30, 1 << 24, 1 << 30);

    [Fact]
    public void ARunThatFitsHasNoFinding() => Assert.Empty(RunCostEstimate.Find(s_fitting));

    [Fact]
    public void TooLittleMemoryOrDiskIsFatal()
    {
        RunCost cost = s_fitting with
        {
            MachineBytes = 1 << 20,
            TokensPerSecond = null,
            FreeBytes = 100,
            LeastDiskBytes = 1 << 23,
        };
        Finding[] findings = [.. RunCostEstimate.Find(cost)];
        Assert.Equal(["not-enough-memory", "not-enough-disk"], findings.Select(finding => finding.Id));
        Every.Item(findings, finding => Assert.Equal(Severity.Fatal, finding.Severity));
        Assert.Equal("A run takes about 268 MB of memory; there are 1.0 MB.", findings[0].Message);
        Assert.Equal("A run takes at least 8.4 MB of disk; there are 0.0 MB.", findings[1].Message);
        Assert.Equal(1 << 23, findings[1].Count);
    }

    [Fact]
    public void ADiskThatHasRoomForLessThanAllIsAWarning()
    {
        RunCost cost = s_fitting with { DiskBytes = 5_260_000_000, LeastDiskBytes = 1, FreeBytes = 3_100_000_000 };
        Finding finding = Assert.Single(RunCostEstimate.Find(cost));
        Assert.Equal(("not-enough-disk", Severity.Warning), (finding.Id, finding.Severity));
        Assert.Equal(
            "A run takes up to 5.26 GB of disk; there are 3.10 GB: where it is full, older checkpoints are given up.",
            finding.Message);
        Assert.Contains("`keep_checkpoints`", finding.Advice);
    }

    [Fact]
    public void ADiskThatDoesNotSayItsRoomHasNoFinding() => Assert.Empty(RunCostEstimate.Find(
        s_fitting with { DiskBytes = long.MaxValue, LeastDiskBytes = long.MaxValue, FreeBytes = null }));

    [Fact]
    public void LittleTextIsANote()
    {
        Finding finding = Assert.Single(RunCostEstimate.Find(s_fitting with { EpochTokens = 60_000 }));
        Assert.Equal(("little-text", Severity.Note), (finding.Id, finding.Severity));
        Assert.StartsWith("Ten minutes read the corpus 100 times", finding.Message);
    }

    [Fact]
    public void TimesFollowFromTheSpeed()
    {
        Assert.Equal(300, s_fitting.EpochSeconds);
        Assert.Equal(2, s_fitting.EpochsInTenMinutes);
        Assert.Null((s_fitting with { TokensPerSecond = null }).EpochsInTenMinutes);
    }
}
