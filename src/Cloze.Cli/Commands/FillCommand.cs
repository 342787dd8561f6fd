using System.CommandLine;
using Cloze.Cli.Hosting;
using Cloze.Inference;
using Cloze.Training;

namespace Cloze.Cli.Commands;

/// <summary><c>cloze fill</c>: the most likely words for each mask of a text.</summary>
internal static class FillCommand
{
    public static readonly string[] Examples =
    [
        "cloze fill my-model \"The cat sat on the [MASK].\"",
        "cloze fill my-model \"Gets the [MASK] of it.\" --targets length,size --json",
        "# words of up to three pieces, and two masks that must go together",
        "cloze fill my-model \"The cat sat on the [MASK].\" --max-pieces 3",
        "cloze fill my-model \"The [MASK] sat on the [MASK].\" --joint",
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
        Option<string?> targets = Targets();
        Option<int> pieces = CliOption.Of(
            "--max-pieces",
            NumberKinds.Between(1, FillOptions.MostPieces),
            "Rank words of up to so many pieces beside words of one.",
            new FillOptions().MaximumPieces);
        Option<double> threshold = CliOption.Of(
            "--threshold",
            NumberKinds.Between(0d, 1, "P"),
            "Leave out predictions less likely than this.",
            new FillOptions().Threshold);
        Option<bool> joint = CliOption.Switch(
            "--joint", "Fill all masks together, so that the words go with each other.");
        var command = new Command("fill", "Predict the words behind each [MASK] of a text.")
        {
            model, text, pair, input, field, skip, topK, targets, pieces, threshold, joint, json,
        };
        foreach (Option option in engine.All) command.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            bool isJoint = parsed.GetValue(joint);
            if (isJoint) RequireNone(parsed, targets, pieces, threshold);
            string[]? among = Words(parsed.GetValue(targets));
            TextSource source = TextSource.Of(parsed, text, pair, input, field, skip);
            using var loaded = LoadedModel.Load(
                parsed.GetRequiredValue(model), engine.Read(parsed), context, cancellation);
            bool asJson = parsed.GetValue(json);
            int count = parsed.GetValue(topK);
            if (isJoint)
            {
                var together = new JointFillOptions { TopK = count };
                return await Texts.RunAsync(
                    source,
                    context,
                    JointFillTexts.Work(loaded, together, asJson, context, cancellation),
                    cancellation);
            }

            var options = new FillOptions
            {
                TopK = count,
                Targets = among,
                MaximumPieces = parsed.GetValue(pieces),
                Threshold = parsed.GetValue(threshold),
            };
            return await Texts.RunAsync(
                source, context, FillTexts.Work(loaded, options, asJson, context, cancellation), cancellation);
        });
        return command;
    }

    private static Option<string?> Targets() => new("--targets")
    {
        Description = "Choose among these words only, of any number of pieces.",
        HelpName = "a,b",
    };

    private static void RequireNone(ParseResult parsed, params Option[] options)
    {
        foreach (Option option in options)
        {
            if (parsed.GetResult(option) is not { Implicit: false }) continue;
            throw new UsageException(
                $"Both --joint and {option.Name} are given.",
                $"Leave out {option.Name}: --joint chooses among all pieces.");
        }
    }

    private static string[]? Words(string? list)
    {
        if (list is null) return null;
        string[] words = list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length > 0) return words;
        throw new UsageException($"--targets is \"{list}\", expected words with commas between.", "Name a word.");
    }
}
