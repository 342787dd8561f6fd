using Cloze.Evaluation;
using Cloze.Inference;
using Cloze.Tests.Inference;
using Xunit;

namespace Cloze.Tests.Evaluation;

/// <summary>Minimal pairs against the scores of each sentence alone.</summary>
public sealed class PairEvaluationTests : IDisposable
{
    private readonly PieceModel _folder = new();
    private readonly ModelEvaluation _evaluation;

    public PairEvaluationTests() => _evaluation = ModelEvaluation.Load(_folder.Folder, threads: 2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _evaluation.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void AnAccuracyIsTheShareOfPairsWhoseRightSentenceScoresMore()
    {
        string[] texts = [.. PieceModel.Texts(120).Where(text => text.Pair is null).Select(text => text.Text)];
        PairParadigm[] paradigms =
        [
            new("one", [.. texts.Take(60).Chunk(2).Select(two => new MinimalPair(two[0], two[1]))]),
            new("two", [.. texts.Skip(60).Take(20).Chunk(2).Select(two => new MinimalPair(two[0], two[1]))]),
        ];
        var told = new List<int>();
        PairEvaluationResult result = _evaluation.EvaluatePairs(new MinimalPairs(paradigms), told.Add, Cancellation);
        using MaskedLanguageModel model = _folder.Load();
        for (int i = 0; i < paradigms.Length; i++)
        {
            Assert.Equal((paradigms[i].Name, paradigms[i].Pairs.Count), Name(result.Paradigms[i]));
            Assert.Equal(Share(model, paradigms[i], withinWord: false), result.Paradigms[i].Accuracy);
            Assert.Equal(Share(model, paradigms[i], withinWord: true), result.Paradigms[i].WithinWordAccuracy);
        }

        Assert.Equal(40, result.Pairs);
        Assert.Equal(result.Paradigms.Average(paradigm => paradigm.Accuracy), result.Accuracy);
        Assert.Equal(40, told[^1]);
        Assert.Equal(told.Order(), told);
    }

    [Fact]
    public void ATieIsWrong()
    {
        var pairs = new MinimalPairs([new PairParadigm("same", [new MinimalPair("the cat", "The cat")])]);
        Assert.Equal(0, _evaluation.EvaluatePairs(pairs, cancellation: Cancellation).Accuracy);
    }

    [Fact]
    public void ASentenceThatCannotBeScoredIsNamed()
    {
        Assert.Equal(
            "long, pair 2: a sentence has 8 tokens more than the model's 24 positions.",
            Message("long", string.Join(' ', Enumerable.Repeat("cat", 30))));
        Assert.Equal("masks, pair 2: a sentence has no token to score.", Message("masks", "[MASK]"));
        Assert.Throws<ArgumentNullException>(
            "pairs", () => _evaluation.EvaluatePairs(null!, cancellation: Cancellation));
    }

    [Fact]
    public void ItEndsWhenItIsCancelled() => Assert.Throws<OperationCanceledException>(() => _evaluation.EvaluatePairs(
        new MinimalPairs([new PairParadigm("a", [new MinimalPair("a", "the")])]),
        cancellation: new CancellationToken(canceled: true)));

    private static (string Name, int Pairs) Name(ParadigmResult result) => (result.Paradigm, result.Pairs);

    private static double Share(MaskedLanguageModel model, PairParadigm paradigm, bool withinWord)
    {
        var options = new ScoreOptions { WithinWord = withinWord };
        double Score(string text) => model.Score(text, options).LogProbability;
        return paradigm.Pairs.Average(pair => Score(pair.Good) > Score(pair.Bad) ? 1.0 : 0);
    }

    private string Message(string name, string sentence) => Assert.Throws<ClozeException>(
        () => _evaluation.EvaluatePairs(
            new MinimalPairs([new PairParadigm(name, [new("a", "the"), new("the", sentence)])]),
            cancellation: Cancellation)).Message;
}
