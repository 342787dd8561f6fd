using System.CommandLine;
using Cloze.Cli.Hosting;
using Cloze.Cli.Rendering;
using Cloze.Data;
using Cloze.Inference;
using Cloze.Training;

namespace Cloze.Cli.Commands;

/// <summary><c>cloze score</c>: how likely a model holds a text, and each word of it.</summary>
internal static class ScoreCommand
{
    // A word that the model gives less than one chance in a thousand.
    private const double DefaultSurprise = 7;

    public static readonly string[] Examples =
    [
        "cloze score my-model \"The cat sat on the mat.\"",
        "# words that do not fit, and what would",
        "cloze score my-model \"The cat sta on the mat.\" --highlight --replacements 3",
        "# which of two sentences is likelier?",
        "cloze score my-model \"The cats sleep.\" --pair \"The cats sleeps.\"",
        "cloze score my-model --input notes.txt --highlight",
    ];

    public static Command Create(CliContext context)
    {
        Argument<string> model = SharedOptions.Model();
        Argument<string?> text = SharedOptions.Text("The text to score.");
        var pair = new Option<string?>("--pair")
        {
            Description = "Another text: which of the two is likelier? Each is scored by itself.",
            HelpName = "TEXT",
        };
        Option<string?> input = SharedOptions.Input();
        Option<string> field = SharedOptions.TextField();
        Option<bool> skip = SharedOptions.SkipInvalid();
        Option<bool> json = SharedOptions.Json();
        var engine = new EngineFlags();
        Option<bool> within = CliOption.Switch(
            "--within-word",
            "Hide the rest of a word while a piece of it is scored, so that its pieces do not give each other away.");
        Option<int> replacements = CliOption.Of(
            "--replacements",
            NumberKinds.Between(0, 1000),
            "How many words to propose in the place of each.",
            new ScoreOptions().Replacements);
        Option<bool> highlight = CliOption.Switch(
            "--highlight", "Show the text with its surprising words marked, in colour on a terminal.");
        Option<double> surprise = CliOption.Of(
            "--surprise",
            NumberKinds.Between(0d, 1000, "NATS"),
            "Mark words at least so surprising; 7 is a chance of 1 in 1,000.",
            DefaultSurprise);
        Option<string> unit = SharedOptions.Offsets();
        var command = new Command("score", "Tell how likely a text is, and how surprising each word of it.")
        {
            model, text, pair, input, field, skip, within, replacements, highlight, surprise, unit, json,
        };
        foreach (Option option in engine.All) command.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            var options = new ScoreOptions
            {
                WithinWord = parsed.GetValue(within),
                Replacements = parsed.GetValue(replacements),
            };
            using var loaded = LoadedModel.Load(
                parsed.GetRequiredValue(model), engine.Read(parsed), context, cancellation);
            var view = new ScoreView(
                parsed.GetValue(highlight),
                parsed.GetValue(surprise),
                options.Replacements,
                parsed.GetValue(json),
                parsed.GetRequiredValue(unit));
            TextWork<ScoredTexts> work = Work(loaded, options, view, context, cancellation);
            return await Texts.RunAsync(
                TextSource.Of(parsed, text, pair, input, field, skip), context, work, cancellation);
        });
        return command;
    }

    private static TextWork<ScoredTexts> Work(
        MaskedLanguageModel model,
        ScoreOptions options,
        ScoreView view,
        CliContext context,
        CancellationToken cancellation)
    {
        CutTexts cut = LoadedModel.Cut(model.Config, context);
        var masks = new MaskedTexts(context, model.Tokenizer.Vocabulary.SpecialTokens.Mask);
        void Notice(TextRecord text, ScoredTexts scores)
        {
            cut.Add(text.Line, Math.Max(scores.First.TokensCut, scores.Second?.TokensCut ?? 0));
            masks.Add(text.Line, scores.First.Masks + (scores.Second?.Masks ?? 0));
        }

        void Print(TextRecord text, ScoredTexts scores)
        {
            Notice(text, scores);
            if (view.IsJson) context.Output.WriteLine(ScoreJson.ToLine(text, scores, view.OffsetUnit));
            else view.Write(text, scores, context.OutputConsole);
        }

        string Line(TextRecord text, ScoredTexts scores)
        {
            Notice(text, scores);
            return view.IsJson ? ScoreJson.ToLine(text, scores, view.OffsetUnit) : view.Line(text, scores);
        }

        ScoredTexts One(TextRecord text) => new(
            model.Score(text.Text, options, cancellation),
            text.Pair is null ? null : model.Score(text.Pair, options, cancellation));
        return new TextWork<ScoredTexts>
        {
            One = One,
            Many = many => ScoredTexts.Each(many, texts => model.ScoreManyAsync(texts, options, cancellation)),
            Print = Print,
            Line = Line,
            Finish = () =>
            {
                cut.Finish();
                masks.Finish();
            },
        };
    }
}
