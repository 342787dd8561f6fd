using System.CommandLine;
using Cloze.Cli.Hosting;
using Cloze.Cli.Rendering;
using Cloze.Data;
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
        Option<string> field = SharedOptions.TextField();
        Option<bool> skip = SharedOptions.SkipInvalid();
        Option<bool> json = SharedOptions.Json();
        var engine = new EngineFlags();
        Option<int> topK = SharedOptions.TopK("How many predictions for each mask.", new FillOptions().TopK);
        var targets = new Option<string?>("--targets")
        {
            Description = "Choose among these words only; one that is no single piece of the vocabulary is left out.",
            HelpName = "a,b",
        };
        var command = new Command("fill", "Predict the words behind each [MASK] of a text.")
        {
            model, text, pair, input, field, skip, topK, targets, json,
        };
        foreach (Option option in engine.All) command.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            var options = new FillOptions { TopK = parsed.GetValue(topK), Targets = Words(parsed.GetValue(targets)) };
            using var loaded = LoadedModel.Load(parsed.GetRequiredValue(model), engine.Read(parsed), context);
            return await RunAsync(
                loaded,
                options,
                parsed.GetValue(json),
                TextSource.Of(parsed, text, pair, input, field, skip),
                context,
                cancellation);
        });
        return command;
    }

    private static Task<int> RunAsync(
        MaskedLanguageModel model,
        FillOptions options,
        bool json,
        TextSource texts,
        CliContext context,
        CancellationToken cancellation)
    {
        var warned = new HashSet<string>();
        CutTexts cut = LoadedModel.Cut(model.Config, context);
        void Notice(TextRecord text, FillResult result)
        {
            foreach (string note in result.Notes.Where(warned.Add)) context.Warn(note);
            cut.Add(text.Line, result.TokensCut);
        }

        void Print(TextRecord text, FillResult result)
        {
            Notice(text, result);
            if (json) context.Output.WriteLine(FillJson.Line(result));
            else FillTable.Write(result, context.OutputConsole);
        }

        string Line(TextRecord text, FillResult result)
        {
            Notice(text, result);
            return json ? Json.Line(FilledLineJson.From(result, text)) : Printable.Line(FillTable.Line(result));
        }

        // A text without a mask is refused here, which costs nothing, rather than by the stream, which begins anew.
        string mask = model.Tokenizer.Vocabulary.SpecialTokens.Mask;
        void Check(TextRecord text)
        {
            if (Has(text.Text, mask) || Has(text.Pair, mask)) return;
            model.FillMasks(text.Text, text.Pair, options, cancellation);
        }

        var work = new TextWork<FillResult>
        {
            One = text => model.FillMasks(text.Text, text.Pair, options, cancellation),
            Many = many => model.FillManyAsync(
                many.Select(text => new TextPair(text.Text, text.Pair)), options, cancellation),
            Print = Print,
            Line = Line,
            Check = Check,
            Finish = cut.Finish,
        };
        return Texts.RunAsync(texts, context, work, cancellation);
    }

    private static bool Has(string? text, string mask) => text?.Contains(mask, StringComparison.Ordinal) == true;

    private static string[]? Words(string? list)
    {
        if (list is null) return null;
        string[] words = list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length > 0) return words;
        throw new UsageException($"--targets is \"{list}\", expected words with commas between.", "Name a word.");
    }
}
