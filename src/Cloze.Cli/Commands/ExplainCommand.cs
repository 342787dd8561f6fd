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
    public static readonly string[] Examples =
    [
        "cloze explain my-model \"The cat sat on the mat.\"",
        "cloze explain my-model \"The cat sat on the mat.\" --mask cat",
        "cloze explain my-model \"The [MASK] sat on the mat.\" --json",
    ];

    public static Command Create(CliContext context)
    {
        Argument<string> model = SharedOptions.Model();
        var text = new Argument<string>("text") { Description = "The sentence.", HelpName = "TEXT" };
        Option<bool> json = SharedOptions.Json();
        Option<int> threads = SharedOptions.Threads();
        var word = new Option<string?>("--mask") { Description = "Mask this word of the text.", HelpName = "WORD" };
        Option<ulong> seed = CliOption.Of(
            "--seed",
            TrainingOptionTable.Of("seed").Kind,
            "Seed of the choice of masks where none is given.",
            1ul);
        Option<int> topK = SharedOptions.TopK("How many predictions to show.", 5);
        var command = new Command("explain", "Walk one sentence through every step, with the real values.")
        {
            model, text, word, seed, topK, threads, json,
        };
        command.SetAction(parsed =>
        {
            using var loaded = LoadedModel.Load(parsed.GetRequiredValue(model), parsed.GetValue(threads), context);
            string sentence = parsed.GetRequiredValue(text);
            Encoding encoding = loaded.Encode(sentence, null, out int cut);
            LoadedModel.Cut(loaded.Config, context).Add(0, cut);
            IReadOnlyList<MaskPlan> masks = Choose(
                loaded, sentence, encoding, parsed.GetValue(word), parsed.GetValue(seed));
            Explanation explanation = loaded.Explain(encoding, masks, parsed.GetValue(topK));
            if (parsed.GetValue(json)) context.Output.WriteLine(Json.Line(explanation));
            else ExplainView.Write(sentence, explanation, parsed.GetValue(word) is not null, context.OutputConsole);
            return ExitCode.Done;
        });
        return command;
    }

    private static IReadOnlyList<MaskPlan> Choose(
        MaskedLanguageModel model, string text, Encoding encoding, string? word, ulong seed)
    {
        int maskId = model.Tokenizer.Vocabulary.MaskId;
        if (word is not null)
        {
            return [.. WordPositions(text, encoding, word).Select(at => new MaskPlan(at, MaskKind.Mask, maskId))];
        }

        int[] ids = [.. encoding.InputIds];
        int[] given = [.. Enumerable.Range(0, ids.Length).Where(position => ids[position] == maskId)];
        if (given.Length > 0) return [.. given.Select(position => new MaskPlan(position, MaskKind.Given, maskId))];
        IReadOnlyList<MaskPlan> drawn = model.DrawMasks(encoding, seed);
        if (drawn.Count > 0) return drawn;
        throw new ClozeException("The text has no word to mask.", "Give a text with a word that the vocabulary knows.");
    }

    private static IEnumerable<int> WordPositions(string text, Encoding encoding, string word)
    {
        int[] positions =
        [
            .. from position in Enumerable.Range(0, encoding.WordIds.Length)
               let id = encoding.WordIds[position]
               where id >= 0
                   && string.Equals(Word(text, encoding, id), word, StringComparison.OrdinalIgnoreCase)
               select position,
        ];
        if (positions.Length > 0) return positions;
        throw new ClozeException(
            $"The text has no word \"{word}\".", "Give --mask a word that stands in the text, without punctuation.");
    }

    private static string Word(string text, Encoding encoding, int wordId)
    {
        int[] pieces = [.. Enumerable.Range(0, encoding.WordIds.Length).Where(i => encoding.WordIds[i] == wordId)];
        return text[encoding.Offsets[pieces[0]].Start..encoding.Offsets[pieces[^1]].End];
    }
}
