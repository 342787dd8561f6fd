using Cloze.Cli.Hosting;
using Cloze.Cli.Rendering;
using Cloze.Data;
using Cloze.Inference;

namespace Cloze.Cli.Commands;

/// <summary>Each mask of a text on its own.</summary>
internal static class FillTexts
{
    /// <summary>What is done with each text.</summary>
    public static TextWork<FillResult> Work(
        MaskedLanguageModel model,
        FillOptions options,
        bool json,
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

        return new TextWork<FillResult>
        {
            One = text => model.FillMasks(text.Text, text.Pair, options, cancellation),
            Many = many => model.FillManyAsync(
                many.Select(text => new TextPair(text.Text, text.Pair)), options, cancellation),
            Print = Print,
            Line = Line,
            Check = text => Check(model, text, options, cancellation),
            Finish = cut.Finish,
        };
    }

    // A text without a mask is refused here, which costs nothing, rather than by the stream, which begins anew.
    private static void Check(
        MaskedLanguageModel model, TextRecord text, FillOptions options, CancellationToken cancellation)
    {
        string mask = model.Tokenizer.Vocabulary.SpecialTokens.Mask;
        if (Has(text.Text, mask) || Has(text.Pair, mask)) return;
        model.FillMasks(text.Text, text.Pair, options, cancellation);
    }

    private static bool Has(string? text, string mask) => text?.Contains(mask, StringComparison.Ordinal) == true;
}
