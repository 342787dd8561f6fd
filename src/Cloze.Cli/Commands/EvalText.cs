using Cloze.Cli.Hosting;
using Cloze.Cli.Rendering;
using Cloze.Compute;
using Cloze.Data;
using Cloze.Evaluation;
using Cloze.Training;

namespace Cloze.Cli.Commands;

/// <summary><c>cloze eval --data</c>: one model, or two side by side, on the masked tokens of a text.</summary>
/// <param name="corpus">The text.</param>
/// <param name="given">The options given.</param>
/// <param name="pseudoTokens">Tokens that the pseudo-perplexity is measured on.</param>
/// <param name="engine">Where the models compute.</param>
/// <param name="context">Where results go.</param>
internal sealed class EvalText(
    CorpusOptions corpus, TrainingOptions given, int pseudoTokens, EngineOptions engine, CliContext context)
{
    private readonly Lock _telling = new();
    private EvaluationProgress _progress;
    private bool _hasRemarked;

    /// <summary>Measures, under a bar where standard error is a terminal.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="ClozeException">A model or the text cannot be used.</exception>
    public async Task<int> RunAsync(string model, string? against, bool json, CancellationToken cancellation)
    {
        DetailedEvaluation first = await MeasureAsync(model, cancellation);
        if (against is null)
        {
            if (json) context.Output.WriteLine(Json.Line(DetailedEvaluationJson.From(first)));
            else DetailedEvaluationTable.Write(first, context.OutputConsole);
            return ExitCode.Done;
        }

        var comparison = ModelComparison.Of(first, await MeasureAsync(against, cancellation));
        if (json) context.Output.WriteLine(Json.Line(ComparisonJson.From(comparison)));
        else ComparisonTable.Write(model, against, comparison, context.OutputConsole);
        return ExitCode.Done;
    }

    private async Task<DetailedEvaluation> MeasureAsync(string folder, CancellationToken cancellation)
    {
        using ModelEvaluation evaluation = EvalCommand.Load(folder, engine, context);
        var options = new EvaluationOptions { PseudoTokens = pseudoTokens };
        return await InputProgress.RunAsync(
            context,
            context.ErrorIsTerminal,
            Share,
            () => Progress().Done,
            () => Task.Run(() => Measure(folder, evaluation, options, cancellation), CancellationToken.None),
            "tokens");
    }

    private DetailedEvaluation Measure(
        string folder, ModelEvaluation evaluation, EvaluationOptions options, CancellationToken cancellation)
    {
        DetailedEvaluation detail = evaluation.EvaluateInDetail(Texts(), options, Note, cancellation);
        var second = new EvalNextSentence(folder, given, context);
        NextSentenceResult? pairs = second.Evaluate(evaluation, Texts(), cancellation);
        return detail with { Result = detail.Result with { NextSentence = pairs } };
    }

    // The masks' hash must not depend on the order in which the files were named.
    private IEnumerable<string> Texts() =>
        Corpus.Read(corpus.Sorted(), Remark).Select(document => document.Text);

    // The text is read several times, and is the same each time.
    private void Remark(string remark)
    {
        if (!_hasRemarked) context.Error.WriteLine(remark);
        _hasRemarked = true;
    }

    private double? Share() => Progress() is { Total: > 0 } known ? (double)known.Done / known.Total : null;

    private EvaluationProgress Progress()
    {
        lock (_telling) return _progress;
    }

    private void Note(EvaluationProgress progress)
    {
        lock (_telling) _progress = progress;
    }
}
