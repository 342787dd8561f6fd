using Cloze.Evaluation;
using Spectre.Console;

namespace Cloze.Cli.Rendering;

/// <summary>A model measured from several sides, for people.</summary>
internal static class DetailedEvaluationTable
{
    private const string Frequency = "tenth";

    public static void Write(DetailedEvaluation evaluation, IAnsiConsole console)
    {
        EvaluationResult result = evaluation.Result;
        Table table = Tables.Create("what", "value");
        table.AddRow("loss", EvaluationTable.Loss(result, "F4"));
        table.AddRow("perplexity", Numbers.Of(result.Perplexity, "F3"));
        table.AddRow("top-1 accuracy", Numbers.Of(result.Top1Accuracy, "P2"));
        table.AddRow("top-5 accuracy", Numbers.Of(result.Top5Accuracy, "P2"));
        table.AddRow("bits per character", Numbers.Of(evaluation.BitsPerCharacter, "F4"));
        if (evaluation.PseudoLikelihood is { } pseudo)
        {
            table.AddRow("pseudo-perplexity", Numbers.Of(pseudo.Perplexity, "F3"));
        }

        table.AddRow("masked tokens", Numbers.Of(result.MaskedTokens, "N0"));
        table.AddRow("masks", Numbers.Hash(result.MaskHash));
        EvaluationTable.AddPairs(table, result);
        console.Write(table);
        console.Write(Kinds(evaluation.ByKind));
        console.Write(Frequencies(evaluation.ByFrequency, console));
        console.WriteParagraph(Explain(evaluation));
    }

    private static Table Kinds(IReadOnlyList<EvaluationGroup> groups)
    {
        Table table = Tables.Create("piece", "masked", "loss", "top-1", "top-5");
        foreach (EvaluationGroup group in groups) table.AddRow([group.Name, .. Figures(group)]);
        return table;
    }

    private static Table Frequencies(IReadOnlyList<EvaluationGroup> groups, IAnsiConsole console)
    {
        Table table = Tables.Create(Frequency, "masked", "loss", "top-1", "top-5", "such as");
        int room = Math.Min(40, Tables.Room(console, Frequency.Length, 9, 6, 7, 7));
        foreach (EvaluationGroup group in groups)
        {
            string pieces = SentenceWindow.Beginning(string.Join("  ", group.Examples), room);
            table.AddRow([group.Name, .. Figures(group), Markup.Escape(pieces)]);
        }

        return table;
    }

    private static string[] Figures(EvaluationGroup group) =>
    [
        Numbers.Of(group.MaskedTokens, "N0"),
        Numbers.Of(group.Loss, "F3"),
        Numbers.Percent(group.Top1Accuracy),
        Numbers.Percent(group.Top5Accuracy),
    ];

    private static string Explain(DetailedEvaluation evaluation)
    {
        string unknown = evaluation.UnknownTokens == 0
            ? ""
            : $", {Numbers.Of(evaluation.UnknownTokens, "N0")} unknown beside";
        string pseudo = evaluation.PseudoLikelihood is { } sample
            ? $" The pseudo-perplexity is of {Numbers.Of(sample.Tokens, "N0")} tokens in "
                + $"{Numbers.Of(sample.Sequences, "N0")} sequences, each token hidden alone."
            : "";
        return $"{Numbers.Of(evaluation.Documents, "N0")} documents, "
            + $"{Numbers.Of(evaluation.Characters, "N0")} characters, "
            + $"{Numbers.Of(evaluation.Tokens, "N0")} tokens{unknown}. A tenth is a tenth of the text's tokens: 1 has "
            + $"the most frequent pieces, 10 the rarest.{pseudo}";
    }
}
