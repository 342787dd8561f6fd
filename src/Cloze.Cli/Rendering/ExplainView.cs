using Cloze.Inference;
using Cloze.Masking;
using Spectre.Console;

namespace Cloze.Cli.Rendering;

/// <summary>An explanation for people: seven steps, each with its values.</summary>
internal static class ExplainView
{
    private const int ValueWidth = 9;
    private const int EllipsisWidth = 4;
    private const int IdWidth = 6;

    /// <summary>Draws the steps.</summary>
    /// <param name="text">The text that is explained.</param>
    /// <param name="pair">The second text, or null.</param>
    /// <param name="explanation">Its steps.</param>
    /// <param name="isAsked">Whether the user named the word that is masked, rather than that it was drawn.</param>
    /// <param name="console">Where to.</param>
    public static void Write(string text, string? pair, Explanation explanation, bool isAsked, IAnsiConsole console)
    {
        Heading(console, "1. Text");
        console.WriteParagraph($"  {Printable.Line(text)}");
        if (pair is not null) console.WriteParagraph($"  {Printable.Line(pair)}");
        Heading(console, "2. Word pieces, ids, token types, attention mask");
        console.Write(TokensTable(explanation, console));
        Heading(console, "3. Masked positions");
        foreach (ExplainedMask mask in explanation.Masks)
        {
            console.WriteParagraph($"  {Printable.Line(Describe(mask, explanation, isAsked))}");
        }

        int shown = explanation.Masks[0].Position;
        string shape = $"[{explanation.TokenCount}, {explanation.HiddenSize}]";
        Heading(console, $"4. Embeddings [T, H] = {shape}, here row {shown}");
        Lines(console, ExplainedSteps.OfEmbeddings(explanation.Layout));
        Vectors(console, explanation.Embeddings);
        Heading(console, $"5. Encoder layers, each {shape}, here row {shown}");
        Lines(console, ExplainedSteps.OfLayers(explanation.Layout));
        Vectors(console, explanation.Layers);
        shape = $"[{explanation.Masks.Count}, {explanation.VocabularySize}]";
        Heading(console, $"6. Logits [M, V] = {shape}, softmax, argmax");
        foreach (ExplainedMask mask in explanation.Masks) WriteMask(console, mask, explanation);
        Heading(console, "7. Loss");
        WriteLoss(console, explanation);
        if (explanation.NextSentence is not { } second) return;
        Heading(console, $"8. Second task: pooled [H] = [{explanation.HiddenSize}], logits [2], softmax");
        WriteSecond(console, second);
    }

    private static void Heading(IAnsiConsole console, string text)
    {
        console.WriteLine();
        console.MarkupLine($"[bold]{Markup.Escape(text)}[/]");
    }

    private static void Lines(IAnsiConsole console, IEnumerable<string> lines)
    {
        foreach (string line in lines) console.WriteParagraph($"  {line}");
    }

    private static Table TokensTable(Explanation explanation, IAnsiConsole console)
    {
        Table table = Tables.Create("#", "piece", "id", "type_id", "attention", "input", "input_id");
        int room = Tables.Room(console, 3, IdWidth, "type_id".Length, "attention".Length, 0, "input_id".Length) / 2;
        foreach (ExplainedToken token in explanation.Tokens)
        {
            table.AddRow(
                $"{token.Position}",
                Tables.Word(token.Piece, room),
                $"{token.Id}",
                $"{token.TypeId}",
                $"{token.Attention}",
                Tables.Word(token.InputPiece, room),
                $"{token.InputId}");
        }

        return table;
    }

    private static string Describe(ExplainedMask mask, Explanation explanation, bool isAsked)
    {
        ExplainedToken token = explanation.Tokens[mask.Position];
        string fate = mask.Kind switch
        {
            MaskKind.Given => "masked in the text itself: the true word is unknown",
            MaskKind.Mask when isAsked => $"\"{token.Piece}\" became {token.InputPiece}, as you asked",
            MaskKind.Mask => $"\"{token.Piece}\" became {token.InputPiece} (80 % of the chosen)",
            MaskKind.Random => $"\"{token.Piece}\" became the random word \"{token.InputPiece}\" (10 % of the chosen)",
            _ => $"\"{token.Piece}\" stayed, but is to be predicted (10 % of the chosen)",
        };
        return $"position {mask.Position}: {fate}";
    }

    private static void Vectors(IAnsiConsole console, IReadOnlyList<ExplainedVector> vectors)
    {
        Table table = Tables.Create("what", "first values", "norm");
        int longest = vectors.Max(vector => vector.Name.Length);
        int shown = (Tables.Room(console, longest, ValueWidth) - EllipsisWidth) / ValueWidth;
        foreach (ExplainedVector vector in vectors)
        {
            string values = string.Concat(
                vector.First.Take(shown).Select(value => Numbers.Of(value, "F4").PadLeft(ValueWidth)));
            table.AddRow(Markup.Escape(vector.Name), $"{values} ...", Numbers.Of(vector.Norm, "F3"));
        }

        console.Write(table);
    }

    private static void WriteMask(IAnsiConsole console, ExplainedMask mask, Explanation explanation)
    {
        string sum = Numbers.Of(mask.LogSumExp, "F4");
        console.WriteParagraph(
            $"  position {mask.Position}: P(x) = exp(logit(x) - {sum}), where {sum} = ln of the sum of exp over "
            + $"{explanation.VocabularySize} logits");
        Table table = Tables.Create("piece", "id", "logit", "probability", "");
        for (int i = 0; i < mask.Best.Count; i++) AddCandidate(table, mask.Best[i], i == 0 ? "argmax" : "");
        if (mask.Truth is { } truth) AddCandidate(table, truth, $"truth, rank {mask.Rank + 1}");
        console.Write(table);
    }

    private static void WriteSecond(IAnsiConsole console, ExplainedNextSentence second)
    {
        Vectors(console, [second.Pooled]);
        Table table = Tables.Create("what", "logit", "probability");
        string[] answers = ["0: the second text follows", "1: it is random, or the two were swapped"];
        for (int i = 0; i < answers.Length; i++)
        {
            table.AddRow(
                answers[i], Numbers.Of(second.Logits[i], "F4"), Numbers.Of(second.Probabilities[i], "F6"));
        }

        console.Write(table);
    }

    private static void AddCandidate(Table table, ExplainedCandidate candidate, string note) => table.AddRow(
        Tables.Word(candidate.Piece),
        $"{candidate.Id}",
        Numbers.Of(candidate.Logit, "F4"),
        Numbers.Of(candidate.Probability, "F6"),
        note);

    private static void WriteLoss(IAnsiConsole console, Explanation explanation)
    {
        if (explanation.MeanLoss is not { } mean)
        {
            console.WriteParagraph("  none: the text itself is masked, so the true words are unknown.");
            return;
        }

        ExplainedMask[] known = [.. explanation.Masks.Where(mask => mask.Loss is not null)];
        foreach (ExplainedMask mask in known)
        {
            console.WriteParagraph(
                $"  position {mask.Position}: -ln P({Printable.Line(mask.Truth!.Piece)}) = "
                + $"{Numbers.Of(mask.LogSumExp, "F4")} - {Numbers.Of(mask.Truth.Logit, "F4")} = "
                + $"{Numbers.Of(mask.Loss!.Value, "F4")}");
        }

        string sum = string.Join(" + ", known.Select(mask => Numbers.Of(mask.Loss!.Value, "F4")));
        console.WriteParagraph(
            $"  L = -1/M sum ln P(x_i | x_masked) = ({sum}) / {known.Length} = {Numbers.Of(mean, "F4")} nats");
    }
}
