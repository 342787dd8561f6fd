using Cloze.Evaluation;
using Cloze.Tests.Training;
using Xunit;

namespace Cloze.Tests.Evaluation;

public sealed class ModelEvaluationTests : IDisposable
{
    private readonly TinyRun _run = new();
    private readonly ModelEvaluation _evaluation;

    public ModelEvaluationTests() => _evaluation = ModelEvaluation.Load(_run.Start, threads: 2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _evaluation.Dispose();
        _run.Dispose();
    }

    [Fact]
    public void TheReportOfTheFolderIsKept() => Assert.True(_evaluation.Report.IsExact);

    [Fact]
    public void ADocumentInABatchHasTheBitsOfTheDocumentAlone()
    {
        string[] documents = [.. Enumerable.Range(0, 900).Select(Document)];
        EvaluationResult[] together = [.. _evaluation.EvaluateEach(documents, Cancellation)];
        Assert.Equal(documents.Select(document => _evaluation.Evaluate([document], Cancellation)), together);
    }

    [Fact]
    public void ADocumentWithoutTokensIsNamedAndThoseBeforeItHaveTheirResults()
    {
        var results = new List<EvaluationResult>();
        var error = Assert.Throws<TextException>(() =>
        {
            string[] documents = ["the cat", "a tree", "", "the dog"];
            foreach (EvaluationResult result in _evaluation.EvaluateEach(documents, Cancellation)) results.Add(result);
        });
        Assert.Equal(2, error.Index);
        Assert.Equal(2, results.Count);
    }

    [Fact]
    public void ACancelledEvaluationEnds() => Assert.ThrowsAny<OperationCanceledException>(
        () => _evaluation.EvaluateEach(["the cat"], new CancellationToken(canceled: true)).ToArray());

    private static string Document(int number)
    {
        string[] words = ["the", "cat", "sees", "a", "tree", "his", "garden"];
        return string.Join(' ', Enumerable.Range(0, 1 + (number * 7 % 40)).Select(i => words[(number + (i * i)) % 7]));
    }
}
