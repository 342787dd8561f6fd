using Cloze.Cli.Commands;
using Cloze.Cli.Hosting;
using Cloze.Data;
using Cloze.Inference;

namespace Cloze.Cli.Rendering;

/// <summary>The score of a text as <c>--json</c> prints it; log-probabilities are in nats.</summary>
internal sealed record ScoreJson(
    double LogProbability,
    double PseudoPerplexity,
    IReadOnlyList<ScoredTokenJson> Tokens,
    IReadOnlyList<ScoredWordJson> Words) : LineJson
{
    /// <summary>One object: of a text, or of two with what tells them apart.</summary>
    public static string ToLine(TextRecord text, ScoredTexts scores, string unit)
    {
        ScoreJson first = From(scores.First, text.Text, unit);
        if (scores.Second is null) return Json.Line(first with { Line = LineOf(text), Id = text.Id });
        double difference = scores.Difference!.Value;
        string preferred = difference > 0 ? "first" : difference < 0 ? "second" : "neither";
        return Json.Line(
            new ScorePairJson(first, From(scores.Second, text.Pair!, unit), difference, preferred)
            {
                Line = LineOf(text),
                Id = text.Id,
            });
    }

    private static ScoreJson From(TextScore score, string text, string unit)
    {
        Func<int, int> place = Offsets.Counter(text, unit);
        return new ScoreJson(
            score.LogProbability,
            score.PseudoPerplexity,
            [
                .. score.Tokens.Select(token => new ScoredTokenJson(
                    token.Token, token.Id, place(token.Start), place(token.End), token.LogProbability)),
            ],
            [
                .. score.Words.Select(word => new ScoredWordJson(
                    word.Text, place(word.Start), place(word.End), word.LogProbability, Replacements(word))),
            ]);
    }

    private static ReplacementJson[]? Replacements(ScoredWord word) => word.Replacements.Count == 0
        ? null
        : [.. word.Replacements.Select(other => new ReplacementJson(other.Probability, other.TokenId, other.Token))];
}

/// <summary>One token of a scored text.</summary>
internal sealed record ScoredTokenJson(string Token, int TokenId, int Start, int End, double LogProbability);

/// <summary>One word of a scored text.</summary>
internal sealed record ScoredWordJson(
    string Word, int Start, int End, double LogProbability, IReadOnlyList<ReplacementJson>? Replacements);

/// <summary>A word that the model would rather have, under the names of <c>fill</c>.</summary>
internal sealed record ReplacementJson(double Score, int Token, string TokenStr);

/// <summary>Two texts, by how many nats the first is likelier, and which is preferred.</summary>
internal sealed record ScorePairJson(ScoreJson First, ScoreJson Second, double Difference, string Preferred) : LineJson;
