using Cloze.Cli.Commands;
using Cloze.Data;
using Cloze.Evaluation;
using Cloze.Inference;

namespace Cloze.Tests.Cli;

/// <content>Scores and vectors of texts.</content>
internal static partial class SampleResults
{
    public static TextRecord TextOf(string? pair) => new() { Text = LongText, Pair = pair };

    public static ScoredTexts Scores(bool pair) => new(Score(), pair ? Score() with { LogProbability = -80 } : null);

    public static TextEmbedding[] Embeddings(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => new TextEmbedding(
            Enumerable.Range(0, 768).Select(at => at == i ? -0.8f : at == i + 1 ? 0.6f : 0).ToArray(), 12, 0)),
    ];

    public static JointFillResult Joint() => new(
        [
            new JointFill(["minimum", "threads"], [1, 2], LongText, null, -0.5),
            new JointFill([LongWord, "##s"], [3, 4], "A short one.", null, -12.345),
        ],
        0);

    public static PairEvaluationResult Pairs() => new(
    [
        new ParadigmResult("coordinate_structure_constraint_complex_left_branch", 1_000, 0.493, 0.5),
        new ParadigmResult("determiner_noun_agreement_with_adj_irregular_1", 1_000, 1, 0.9995),
    ]);

    private static TextScore Score()
    {
        Prediction[] others = [.. new[] { "number", LongWord, "##s", "count" }
            .Select((word, i) => new Prediction(i, word, 0.6 / (1 << (4 * i)), "not shown"))];
        var words = new List<ScoredWord>();
        int at = 0;
        foreach (string part in LongText.Split(' '))
        {
            string word = part.TrimEnd('.', ',');
            double surprise = word == "threads" ? 11.2 : word == "algorithm" ? 7.01 : 0.2 * word.Length;
            words.Add(new ScoredWord(word, at, at + word.Length, false, -surprise, others));
            at += part.Length + 1;
        }

        return new TextScore(-123.456, 12.34, [], words, 0);
    }
}
