using System.CommandLine;
using Cloze.Cli.Hosting;
using Cloze.Cli.Rendering;
using Cloze.Data;
using Cloze.Evaluation;

namespace Cloze.Cli.Commands;

/// <summary><c>cloze eval</c>: how well a model predicts masked tokens of a text, on masks that never change.</summary>
internal static class EvalCommand
{
    public static readonly string[] Examples =
    [
        "cloze eval my-model --data held-out.txt",
        "cloze eval my-model --data notes/ --json",
        "cloze eval my-model --input sentences.txt --json > losses.jsonl",
    ];

    public static Command Create(CliContext context)
    {
        Argument<string> model = SharedOptions.Model();
        var data = new Option<string[]>("--data")
        {
            Description = "Files and folders of text (.txt, .md, .jsonl, each also .gz).",
            HelpName = "PATH",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string?> input = SharedOptions.Input();
        Option<bool> json = SharedOptions.Json();
        Option<int> threads = SharedOptions.Threads();
        var command = new Command("eval", "Measure a model on masked tokens of a text; the masks are fixed for ever.")
        {
            model, data, input, threads, json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            string[] paths = parsed.GetValue(data) ?? [];
            string? lines = parsed.GetValue(input);
            if (paths.Length == 0 == lines is null)
            {
                throw new UsageException("Either --data or --input is needed.", "Name the text to evaluate on.");
            }

            using var evaluation = ModelEvaluation.Load(parsed.GetRequiredValue(model), parsed.GetValue(threads));
            bool asJson = parsed.GetValue(json);
            if (lines is not null) await EvaluateLinesAsync(evaluation, lines, asJson, context, cancellation);
            else Write(evaluation.Evaluate(Texts(paths), cancellation), asJson, context);
            return ExitCode.Done;
        });
        return command;
    }

    private static IEnumerable<string> Texts(string[] paths) =>
        Corpus.Read(new CorpusOptions { Paths = paths }).Select(document => document.Text);

    private static Task EvaluateLinesAsync(
        ModelEvaluation evaluation, string input, bool json, CliContext context, CancellationToken cancellation)
    {
        string Line(EvaluationResult result) =>
            json ? Json.Line(EvaluationJson.From(result)) : EvaluationTable.Line(result);
        IAsyncEnumerable<string> Many(IAsyncEnumerable<BatchItem> items)
        {
            IEnumerable<string> texts = items.ToBlockingEnumerable(cancellation).Select(item => item.Text);
            return evaluation.EvaluateEach(texts, cancellation).Select(Line).ToAsyncEnumerable();
        }

        return Commands.Texts.RunManyAsync(input, context, Many, cancellation);
    }

    private static void Write(EvaluationResult result, bool json, CliContext context)
    {
        if (json) context.Output.WriteLine(Json.Line(EvaluationJson.From(result)));
        else EvaluationTable.Write(result, context.OutputConsole);
    }
}
