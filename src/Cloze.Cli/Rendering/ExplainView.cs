using System.Globalization;
using Cloze.Cli.Hosting;
using Cloze.Inference;
using Cloze.Masking;
using Spectre.Console;

namespace Cloze.Cli.Rendering;

/// <summary>An explanation for people: seven steps, each with its values.</summary>
internal static class ExplainView
{
    public static void Write(string text, Explanation explanation, IAnsiConsole console)
    {
        Heading(console, "1. Text");
        console.WriteLine(Printable.Of($"  {text}"));
        Heading(console, "2. Word pieces, ids, token types, attention mask");
        console.Write(TokensTable(explanation));
        Heading(console, "3. Masked positions");
        foreach (ExplainedMask mask in explanation.Masks)
        {
            console.WriteLine(Printable.Of($"  {Describe(mask, explanation)}"));
        }

        int shown = explanation.Masks[0].Position;
        string shape = $"[{explanation.TokenCount}, {explanation.HiddenSize}]";
        Heading(console, $"4. Embeddings [T, H] = {shape}, here row {shown}");
        Vectors(console, explanation.Embeddings);
        Heading(console, $"5. Encoder layers, each {shape}, here row {shown}");
        Vectors(console, explanation.Layers);
        shape = $"[{explanation.Masks.Count}, {explanation.VocabularySize}]";
        Heading(console, $"6. Logits [M, V] = {shape}, softmax, argmax");
        foreach (ExplainedMask mask in explanation.Masks) WriteMask(console, mask, explanation);
        Heading(console, "7. Loss");
        WriteLoss(console, explanation);
    }

    private static void Heading(IAnsiConsole console, string text)
    {
        console.WriteLine();
        console.MarkupLine($"[bold]{Markup.Escape(text)}[/]");
    }

    private static Table TokensTable(Explanation explanation)
    {
        Table table = Tables.Create("#", "piece", "id", "token_type_id", "attention_mask", "input", "input_id");
        foreach (ExplainedToken token in explanation.Tokens)
        {
            table.AddRow(
                $"{token.Position}",
                Printable.Markup(token.Piece),
                $"{token.Id}",
                $"{token.TypeId}",
                $"{token.Attention}",
                Printable.Markup(token.InputPiece),
                $"{token.InputId}");
        }

        return table;
    }

    private static string Describe(ExplainedMask mask, Explanation explanation)
    {
        ExplainedToken token = explanation.Tokens[mask.Position];
        string fate = mask.Kind switch
        {
            MaskKind.Given => "masked in the text itself: the true word is unknown",
            MaskKind.Mask => $"\"{token.Piece}\" became {token.InputPiece} (80 % of the chosen)",
            MaskKind.Random => $"\"{token.Piece}\" became the random word \"{token.InputPiece}\" (10 % of the chosen)",
            _ => $"\"{token.Piece}\" stayed, but is to be predicted (10 % of the chosen)",
        };
        return $"position {mask.Position}: {fate}";
    }

    private static void Vectors(IAnsiConsole console, IReadOnlyList<ExplainedVector> vectors)
    {
        Table table = Tables.Create("what", "first values", "length");
        foreach (ExplainedVector vector in vectors)
        {
            string values = string.Join("  ", vector.First.Select(value => Number(value, "F4").PadLeft(8)));
            table.AddRow(Markup.Escape(vector.Name), $"{values}  ...", Number(vector.Norm, "F3"));
        }

        console.Write(table);
    }

    private static void WriteMask(IAnsiConsole console, ExplainedMask mask, Explanation explanation)
    {
        console.WriteLine(
            $"  position {mask.Position}: P(x) = exp(logit(x) - {Number(mask.LogSumExp, "F4")}), "
            + $"where {Number(mask.LogSumExp, "F4")} = ln of the sum of exp over {explanation.VocabularySize} logits");
        Table table = Tables.Create("piece", "id", "logit", "probability", "");
        for (int i = 0; i < mask.Best.Count; i++) AddCandidate(table, mask.Best[i], i == 0 ? "argmax" : "");
        if (mask.Truth is { } truth) AddCandidate(table, truth, $"truth, {mask.Rank} before it");
        console.Write(table);
    }

    private static void AddCandidate(Table table, ExplainedCandidate candidate, string note) => table.AddRow(
        Printable.Markup(candidate.Piece),
        $"{candidate.Id}",
        Number(candidate.Logit, "F4"),
        Number(candidate.Probability, "F6"),
        note);

    private static void WriteLoss(IAnsiConsole console, Explanation explanation)
    {
        if (explanation.MeanLoss is not { } mean)
        {
            console.WriteLine("  none: the text itself is masked, so the true words are unknown.");
            return;
        }

        ExplainedMask[] known = [.. explanation.Masks.Where(mask => mask.Loss is not null)];
        foreach (ExplainedMask mask in known)
        {
            console.WriteLine(
                $"  position {mask.Position}: -ln P({Printable.Of(mask.Truth!.Piece)}) = "
                + $"{Number(mask.LogSumExp, "F4")} - "
                + $"{Number(mask.Truth.Logit, "F4")} = {Number(mask.Loss!.Value, "F4")}");
        }

        string sum = string.Join(" + ", known.Select(mask => Number(mask.Loss!.Value, "F4")));
        console.WriteLine(
            $"  L = -1/M sum ln P(x_i | x_masked) = ({sum}) / {known.Length} = {Number(mean, "F4")} nats");
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
