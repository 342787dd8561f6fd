using Cloze.Masking;
using Cloze.Tests.Reference;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>Strategies and rates in whole runs: the same bits after an interruption.</summary>
public class ScheduledMaskingTests
{
    public static TheoryData<MaskingStrategy, string, float, bool> Recipes => new()
    {
        { MaskingStrategy.Token, "0.5->0.15", 0, false },
        { MaskingStrategy.Token, "0.5->0.15", 0.3f, true },
        { MaskingStrategy.WholeWord, "0.3", 0, false },
        { MaskingStrategy.Span, "0.4->0.2", 0, true },
    };

    [Theory]
    [MemberData(nameof(Recipes))]
    public void ARunGoesOnWithTheSameBits(MaskingStrategy strategy, string rate, float tail, bool disjoint)
    {
        TrainingOptions With(TrainingOptions options) => options with
        {
            Masking = strategy,
            MaskRate = MaskRate.TryParse(rate),
            MaskTail = tail,
            DisjointMasks = disjoint,
        };
        using var straight = new TinyRun();
        straight.Run(With(straight.Options(20)));
        using var parts = new TinyRun();
        using var interruption = new CancellationTokenSource();
        var observer = new RecordingObserver
        {
            AfterStep = step =>
            {
                if (step == 9) interruption.Cancel();
            },
        };
        parts.Run(With(parts.Options(20)), observer, new ReferenceBackend(), interruption.Token);
        parts.Run(new TrainingOptions { Output = parts.Output, Resume = true });
        Assert.Equal(straight.Weights(), parts.Weights());
        using var plain = new TinyRun();
        plain.Run(plain.Options(20));
        Assert.NotEqual(plain.Weights(), parts.Weights());
    }

    [Fact]
    public void ATailNeedsTwoRates()
    {
        ClozeException error = Assert.Throws<ClozeException>(
            () => new TrainingOptions { MaskRate = 0.3f, MaskTail = 0.2f }.Validate());
        Assert.Equal("`mask_tail` is given, but `mask_rate` is 0.3 all through the run.", error.Message);
        Assert.Equal("Give `mask_rate` two rates, as in \"0.3->0.15\", or leave `mask_tail` out.", error.Hint);
        error = Assert.Throws<ClozeException>(
            () => EffectiveOptions.Resolve(new TrainingOptions { MaskTail = 0.2f }));
        Assert.StartsWith("`mask_tail` is given", error.Message);
    }

    [Fact]
    public void PairsAreMadeAnewAndHaveNoDisjointMasks()
    {
        ClozeException error = Assert.Throws<ClozeException>(() => new TrainingOptions
        {
            DisjointMasks = true,
            Objective = TrainingObjective.NextSentence,
        }.Validate());
        Assert.Equal(
            "`disjoint_masks` is given, but with `objective` mlm+nsp no sequence comes a second time: pairs are made "
            + "anew in every epoch.",
            error.Message);
        new TrainingOptions { DisjointMasks = true, Objective = TrainingObjective.MaskedWords }.Validate();
        new TrainingOptions { DisjointMasks = false, Objective = TrainingObjective.NextSentence }.Validate();
    }

    [Theory]
    [InlineData("\"0.3->0.95\"", "\"mask_rate\" is 0.3->0.95, outside its range: 0.01 to 0.9.")]
    [InlineData(
        "\"0.3-\"",
        "\"mask_rate\" is \"0.3-\", expected a number with a decimal point, 0.01 to 0.9, or two such with -> between "
        + "and quotes round them, as in \"0.3->0.15\".")]
    public void ARateThatIsNoneIsNamed(string json, string message)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("options.json"), $$"""{ "mask_rate": {{json}} }""");
        ClozeException error = Assert.Throws<ClozeException>(() => TrainingOptions.Load(folder.File("options.json")));
        Assert.EndsWith(message, error.Message);
    }

    [Fact]
    public void RatesAreWrittenAsTheyAreRead()
    {
        using var folder = new TemporaryFolder();
        var options = new TrainingOptions { MaskRate = new MaskRate(0.3f, 0.15f), Masking = MaskingStrategy.WholeWord };
        Assert.Equal("{\"masking\":\"whole-word\",\"mask_rate\":\"0.3->0.15\"}", Compact(options));
        Assert.Equal("{\"mask_rate\":0.3}", Compact(new TrainingOptions { MaskRate = 0.3f }));
        File.WriteAllText(folder.File("options.json"), options.ToJson());
        Assert.Equal(options, TrainingOptions.Load(folder.File("options.json")));
    }

    // JSON may write the arrow by its code.
    private static string Compact(TrainingOptions options) => options.ToJson()
        .Replace("\\u003E", ">", StringComparison.Ordinal)
        .Replace("\n", "", StringComparison.Ordinal)
        .Replace(" ", "", StringComparison.Ordinal);
}
