using Cloze.Evaluation;

namespace Cloze.Tests.Cli;

/// <content>Evaluations in detail, and two of them side by side.</content>
internal static partial class SampleResults
{
    private static readonly string[] s_kinds = ["whole word", "word start", "continuation", "punctuation", "number"];

    public static DetailedEvaluation Detailed(double loss, string hash = Hash) => new()
    {
        Result = Evaluation with { Loss = loss, MaskHash = hash },
        Documents = 4_401,
        Characters = 1_012_345,
        Tokens = 194_316,
        UnknownTokens = 12,
        ByKind =
        [
            .. s_kinds.Select((kind, i) => new EvaluationGroup(kind, 28_479 >> (2 * i), loss + i, 0.7 - (0.1 * i), 1)),
        ],
        ByFrequency =
        [
            .. Enumerable.Range(1, 10).Select(tenth => new EvaluationGroup(
                $"{tenth}", 4_148, loss * tenth / 5, 0.9613 - (0.06 * tenth), 0.9934 - (0.04 * tenth))
            {
                Examples = tenth == 10 ? ["##s", LongWord, LongWord, "[x]"] : ["the", "of", ".", ","],
            }),
        ],
        PseudoLikelihood = new PseudoLikelihoodResult(-loss, 1_031, 24),
        OfDocuments =
            [.. Enumerable.Range(0, 39).Select(i => new TextSums(loss * (9 + (i % 3)), 10, 7, 9, 4_982, 25_957))],
    };

    public static ModelComparison Comparison(bool otherVocabulary) =>
        ModelComparison.Of(Detailed(1.29312), Detailed(1.31199, otherVocabulary ? "0" + Hash[1..] : Hash));
}
