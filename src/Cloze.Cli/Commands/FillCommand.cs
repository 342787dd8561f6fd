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
        "cloze fill my-model \"Gets the [MASK] of the string.\" --targets length,size,name --json",
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
        command.SetAction((parsed, cancellation) =>
        {
            var options = new FillOptions { TopK = parsed.GetValue(topK), Targets = Words(parsed.GetValue(targets)) };
            using var loaded = LoadedModel.Load(parsed.GetRequiredValue(model), parsed.GetValue(threads), context);
            return Task.FromResult(Run(
                loaded,
                options,
                parsed.GetValue(json),
                (parsed.GetValue(text), parsed.GetValue(pair), parsed.GetValue(input)),
                context,
                cancellation));
        });
        return command;
    }

    private static int Run(
        MaskedLanguageModel model,
        FillOptions options,
        bool json,
        (string? Text, string? Pair, string? Input) texts,
        CliContext context,
        CancellationToken cancellation)
    {
        FillResult Fill(BatchItem item)
        {
            FillResult result = model.FillMasks(item.Text, item.Pair, options);
            LoadedModel.WarnOfCut(result.TokensCut, model, context);
            return result;
        }

        void WriteJson(BatchItem item) => context.Output.WriteLine(FillJson.Line(Fill(item)));
        void WriteTable(BatchItem item) => FillTable.Write(Fill(item), context.OutputConsole);
        void WriteLine(BatchItem item) => context.Output.WriteLine(FillTable.Line(Fill(item)));
        return Texts.Run(
            texts.Text, texts.Pair, texts.Input, context,
            json ? WriteJson : WriteTable,
            json ? WriteJson : WriteLine,
            cancellation);
    }

    private static string[]? Words(string? list) =>
        list?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
