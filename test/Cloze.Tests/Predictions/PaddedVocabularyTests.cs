using Cloze.Evaluation;
using Cloze.Inference;
using Cloze.Masking;
using Cloze.Predictions;
using Cloze.Tests.Cli;
using Cloze.Tests.Models;
using Cloze.Tests.Training;
using Cloze.Text;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Predictions;

/// <summary>
/// Models with more rows than their vocabulary has pieces, made the likeliest of all: they are never shown, put into a
/// text or drawn.
/// </summary>
public sealed class PaddedVocabularyTests : IDisposable
{
    private const int Rows = 7;

    private readonly TinyRun _run = new();
    private readonly int _pieces;

    public PaddedVocabularyTests()
    {
        WeightFile.AddRows(_run.Start, Rows);
        _pieces = Tokenizer.Load(_run.Start).Vocabulary.Count;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _run.Dispose();

    [Fact]
    public void FillingProposesPiecesOnly()
    {
        using var model = MaskedLanguageModel.Load(_run.Start, threads: 1);
        Assert.Equal(_pieces + Rows, model.Config.VocabularySize);
        IReadOnlyList<Prediction> all = model.Fill("the cat [MASK] a tree", new FillOptions { TopK = 1000 });
        Assert.Equal(Enumerable.Range(0, _pieces), all.Select(prediction => prediction.TokenId).Order());

        // The rows keep their share: probabilities are those of Hugging Face's library.
        Assert.InRange(all.Sum(prediction => prediction.Probability), 0.0001, 0.5);
        FillResult both = model.FillMasks("the [MASK]", "a [MASK]", new FillOptions { TopK = 1000 });
        Every.Item(both.Masks, mask => Assert.Equal(_pieces, mask.Count));
    }

    [Fact]
    public void ExplainingShowsAndDrawsPiecesOnly()
    {
        using var model = MaskedLanguageModel.Load(_run.Start, threads: 1);
        Encoding encoding = model.Encode("the cat sees a tree", null, out _);
        var masks = new[] { new MaskPlan(2, MaskKind.Mask, model.Tokenizer.Vocabulary.MaskId) };
        ExplainedMask mask = Assert.Single(model.Explain(encoding, masks, topK: 1000).Masks);
        Assert.Equal(Enumerable.Range(0, _pieces), mask.Best.Select(best => best.Id).Order());
        Assert.InRange(mask.Rank!.Value, 0, _pieces - 1);
        int[] drawn =
        [
            .. Enumerable.Range(0, 500).SelectMany(seed => model.DrawMasks(encoding, (ulong)seed))
                .Where(plan => plan.Kind == MaskKind.Random).Select(plan => plan.InputId),
        ];
        Assert.NotEmpty(drawn);
        Every.Item(drawn, id => Assert.InRange(id, 0, _pieces - 1));
    }

    [Fact]
    public void EvaluatingGivesALoss()
    {
        using var evaluation = ModelEvaluation.Load(_run.Start, threads: 1);
        EvaluationResult result = evaluation.Evaluate(["the cat sees a tree", "a dog hears the road"], Cancellation);
        Assert.InRange(result.Loss, 1, 20);
    }

    [Fact]
    public void TrainingGoesOnToItsEndIsSavedResumedAndOpens()
    {
        // Texts that are long enough to be shown as examples.
        string[] documents = File.ReadAllText(_run.Corpus).Split("\n\n");
        File.WriteAllText(_run.Corpus, string.Join("\n\n", documents.Select(text => $"{text} {text}")));
        TrainingResult result = _run.Run(_run.Options(steps: 3));
        Assert.NotEmpty(result.Examples);
        Every.Item(
            result.Examples.SelectMany(example => example.Predictions),
            prediction => Assert.True(Tokenizer.Load(_run.Output).Vocabulary.TryGetId(prediction.Word, out _)));
        using (var model = MaskedLanguageModel.Load(_run.Output, threads: 1))
        {
            Assert.True(model.Report.IsExact);
            Assert.Equal((_pieces + Rows, _pieces), (model.Config.VocabularySize, model.Tokenizer.Vocabulary.Count));
            Assert.NotEmpty(model.Fill("the cat [MASK] a tree"));
        }

        Assert.Equal(3, _run.Run(new TrainingOptions { Output = _run.Output, Resume = true }).Position.Step);
    }

    [Theory]
    [InlineData("fill", "the [MASK] sees")]
    [InlineData("explain", "the cat sees")]
    public async Task TheVerbsAnswer(string verb, string text)
    {
        CliRun run = await CliRun.Of(verb, _run.Start, text, "--top-k", "1000", "--json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task FewerRowsThanPiecesAreRefusedWithBothNumbers()
    {
        WeightFile.AddRows(_run.Start, -Rows - 2);
        string expected = $"the tokenizer has {_pieces} pieces, config.json says vocab_size {_pieces - 2}.";
        foreach (string[] arguments in (string[][])
            [
                ["fill", _run.Start, "the [MASK]"],
                ["explain", _run.Start, "the cat"],
                ["eval", _run.Start, "--data", _run.Corpus],
                ["train", "--from", _run.Start, "--data", _run.Corpus, "--out", _run.Output, "--steps", "1"],
            ])
        {
            CliRun run = await CliRun.Of(arguments);
            Assert.Equal(1, run.ExitCode);
            Assert.Contains(expected, run.Error);
        }
    }

    [Fact]
    public void ARowOfLogitsIsReducedToItsPieces()
    {
        float[] logits = [1, 3, 2, 9, 8];
        RowPrediction row = RowPrediction.Of(logits, new Choice(3, null, 5));
        Assert.Equal([1, 2, 0], row.Ids);
        Assert.Equal(Softmax.LogSumExp(logits), row.LogSumExp);
        Assert.Equal([2], RowPrediction.Of(logits, new Choice(3, [2], 5)).Ids);
    }
}
