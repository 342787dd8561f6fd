using System.CommandLine;
using Cloze.Cli.Hosting;
using Cloze.Cli.Rendering;
using Cloze.Inference;

namespace Cloze.Cli.Commands;

/// <summary><c>cloze fill</c>: the most likely words for each mask of a text.</summary>
internal static class FillCommand
{
    public static readonly string[] Examples =
    [
        "cloze fill my-model \"The cat sat on the [MASK].\"",
        "cloze fill my-model \"Gets the [MASK] of it.\" --targets length,size --json",
        "cloze fill my-model --input masked.txt --top-k 1",
    ];

    public static Command Create(CliContext context)
    {
        Argument<string> model = SharedOptions.Model();
        Argument<string?> text = SharedOptions.Text("A text with [MASK] where a word is to be predicted.");
        Option<string?> pair = SharedOptions.Pair();
        Option<string?> input = SharedOptions.Input();
        Option<bool> json = SharedOptions.Json();
        Option<int> threads = SharedOptions.Threads();
        Option<int> topK = SharedOptions.TopK("How many predictions for each mask.", new FillOptions().TopK);
        var targets = new Option<string?>("--targets")
        {
            Description = "Choose among these words only, each one piece of the vocabulary.",
            HelpName = "a,b",
        };
        var command = new Command("fill", "Predict the words behind each [MASK] of a text.")
        {
            model, text, pair, input, topK, targets, threads, json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var options = new FillOptions { TopK = parsed.GetValue(topK), Targets = Words(parsed.GetValue(targets)) };
            using var loaded = LoadedModel.Load(parsed.GetRequiredValue(model), parsed.GetValue(threads), context);
            return await RunAsync(
                loaded,
                options,
                parsed.GetValue(json),
                (parsed.GetValue(text), parsed.GetValue(pair), parsed.GetValue(input)),
                context,
                cancellation);
        });
        return command;
    }

    private static Task<int> RunAsync(
        MaskedLanguageModel model,
        FillOptions options,
        bool json,
        (string? Text, string? Pair, string? Input) texts,
        CliContext context,
        CancellationToken cancellation)
    {
        void One(BatchItem item)
        {
            FillResult result = model.FillMasks(item.Text, item.Pair, options, cancellation);
            LoadedModel.WarnOfCut(result.TokensCut, model, context);
            if (json) context.Output.WriteLine(FillJson.Line(result));
            else FillTable.Write(result, context.OutputConsole);
        }

        string Line(FillResult result)
        {
            LoadedModel.WarnOfCut(result.TokensCut, model, context);
            return json ? FillJson.Line(result) : FillTable.Line(result);
        }

        IAsyncEnumerable<string> Many(IAsyncEnumerable<BatchItem> items) => model.FillManyAsync(
            items.Select(item => new TextPair(item.Text, item.Pair)), options, cancellation).Select(Line);

        return Texts.RunAsync(texts.Text, texts.Pair, texts.Input, context, One, Many, cancellation);
    }

    private static string[]? Words(string? list) =>
        list?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
