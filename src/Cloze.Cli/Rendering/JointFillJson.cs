using Cloze.Cli.Hosting;
using Cloze.Data;
using Cloze.Inference;

namespace Cloze.Cli.Rendering;

/// <summary>One way to fill all masks, under the names of <c>fill</c>: a piece for each mask.</summary>
internal sealed record JointFillJson(
    double Score, double LogProbability, IReadOnlyList<int> Token, IReadOnlyList<string> TokenStr, string Sequence)
{
    /// <summary>The fillings of one text: a list.</summary>
    public static string Fills(JointFillResult result) => Json.Line(Of(result));

    /// <summary>The fillings of one of many texts: an object with its line.</summary>
    public static string ToLine(TextRecord text, JointFillResult result) => Json.Line(
        new FilledLineJson(Of(result)) { Line = LineJson.LineOf(text), Id = text.Id });

    private static JointFillJson[] Of(JointFillResult result) =>
    [
        .. result.Fills.Select(fill => new JointFillJson(
            fill.Probability,
            fill.LogProbability,
            fill.TokenIds,
            fill.Tokens,
            fill.Pair is null ? fill.Text : $"{fill.Text} {fill.Pair}")),
    ];
}
