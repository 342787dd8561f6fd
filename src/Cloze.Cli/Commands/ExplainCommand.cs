using System.CommandLine;
using Cloze.Cli.Hosting;
using Cloze.Cli.Rendering;
using Cloze.Inference;
using Cloze.Masking;
using Cloze.Text;
using Cloze.Training;

namespace Cloze.Cli.Commands;

/// <summary><c>cloze explain</c>: one sentence through every step, from the text to the loss.</summary>
internal static class ExplainCommand
{
    private const string NoSecondTask =
        "The folder has no next-sentence head (cls.seq_relationship and its pooler), so nothing is said of the pair.";

    public static readonly string[] Examples =
    [
        "cloze explain my-model \"The cat sat on the mat.\"",
        "cloze explain my-model \"The cat sat on the mat.\" --mask cat",
        "cloze explain my-model \"The [MASK] sat on the mat.\" --json",
        "cloze explain my-model \"The cat sat on the mat.\" --device cuda",
        "# the second task, too, where the model has learned it",
        "cloze explain my-model \"The cat sat on the mat.\" --pair \"It slept.\"",
    ];

    public static Command Create(CliContext context)
    {
        Argument<string> model = SharedOptions.Model();
        var text = new Argument<string>("text") { Description = "The sentence.", HelpName = "TEXT" };
        Option<string?> pair = SharedOptions.Pair();
        Option<bool> json = SharedOptions.Json();
        var engine = new EngineFlags();
        var word = new Option<string?>("--mask") { Description = "Mask this word of the text.", HelpName = "WORD" };
        Option<ulong> seed = CliOption.Of(
            "--seed",
            TrainingOptionTable.Of("seed").Kind,
            "Seed of the choice of masks where none is given.",
            1ul);
        Option<int> topK = SharedOptions.TopK("How many predictions to show.", 5);
        var command = new Command("explain", "Walk one sentence through every step, with the real values.")
        {
            model, text, pair, word, seed, topK, json,
        };
        foreach (Option option in engine.All) command.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            using var loaded = LoadedModel.Load(
                parsed.GetRequiredValue(model), engine.Read(parsed), context, cancellation);
            string sentence = parsed.GetRequiredValue(text);
            string? second = parsed.GetValue(pair);
            Encoding encoding = loaded.Encode(sentence, second, out int cut);
            LoadedModel.Cut(loaded.Config, context).Add(0, cut);
            IReadOnlyList<MaskPlan> masks = Choose(
                loaded, [sentence, second ?? ""], encoding, parsed.GetValue(word), parsed.GetValue(seed));
            if (second is not null && !loaded.HasNextSentence) context.Warn(NoSecondTask);
            Explanation explanation = loaded.Explain(encoding, masks, parsed.GetValue(topK));
            if (parsed.GetValue(json)) context.Output.WriteLine(Json.Line(explanation));
            else
            {
                bool isAsked = parsed.GetValue(word) is not null;
                ExplainView.Write(sentence, second, explanation, isAsked, context.OutputConsole);
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static IReadOnlyList<MaskPlan> Choose(
        MaskedLanguageModel model, string[] texts, Encoding encoding, string? word, ulong seed)
    {
        int maskId = model.Tokenizer.Vocabulary.MaskId;
        if (word is not null)
        {
            int[] named = MaskedWord.Positions(texts, encoding, word);
            return [.. named.Select(at => new MaskPlan(at, MaskKind.Mask, maskId))];
        }

        int[] ids = [.. encoding.InputIds];
        int[] given = [.. Enumerable.Range(0, ids.Length).Where(position => ids[position] == maskId)];
        if (given.Length > 0) return [.. given.Select(position => new MaskPlan(position, MaskKind.Given, maskId))];
        IReadOnlyList<MaskPlan> drawn = model.DrawMasks(encoding, seed);
        if (drawn.Count > 0) return drawn;
        throw new ClozeException("The text has no word to mask.", "Give a text with a word that the vocabulary knows.");
    }
}
