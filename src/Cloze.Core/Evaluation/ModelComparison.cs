namespace Cloze.Evaluation;

/// <summary>Two models on the same text, side by side.</summary>
public sealed record ModelComparison
{
    private static readonly (string Name, Func<TextSums, double> Of)[] s_ofTokens =
    [
        ("loss", sums => sums.MeanLoss),
        ("top-1", sums => sums.Top1),
        ("top-5", sums => sums.Top5),
    ];

    private static readonly (string Name, Func<TextSums, double> Of)[] s_ofCharacters =
        [("bits per character", sums => sums.BitsPerCharacter)];

    private ModelComparison()
    {
    }

    /// <summary>The first model.</summary>
    public required DetailedEvaluation First { get; init; }

    /// <summary>The second.</summary>
    public required DetailedEvaluation Second { get; init; }

    /// <summary>
    /// Whether the same tokens were masked, so that losses and accuracies can be compared; models of different
    /// vocabularies are compared by bits per character alone.
    /// </summary>
    public bool HasSameMasks => First.Result.MaskHash == Second.Result.MaskHash;

    /// <summary>What can be compared.</summary>
    public required IReadOnlyList<ComparedFigure> Figures { get; init; }

    /// <summary>How often the bootstrap drew the documents.</summary>
    public int Resamples { get; } = PairedBootstrap.Resamples;

    /// <summary>Compares two evaluations of the same text.</summary>
    /// <param name="first">The first model's.</param>
    /// <param name="second">The second model's.</param>
    /// <exception cref="ClozeException">They are of different texts.</exception>
    /// <exception cref="ArgumentNullException">One is not given.</exception>
    public static ModelComparison Of(DetailedEvaluation first, DetailedEvaluation second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        RequireSameText(first, second);
        bool hasSameMasks = first.Result.MaskHash == second.Result.MaskHash;
        (string Name, Func<TextSums, double> Of)[] figures =
            hasSameMasks ? [.. s_ofTokens, .. s_ofCharacters] : s_ofCharacters;
        (double Low, double High)[]? intervals = PairedBootstrap.Intervals(
            first.OfDocuments, second.OfDocuments, [.. figures.Select(figure => figure.Of)]);
        TextSums all = Sum(first), other = Sum(second);
        return new ModelComparison
        {
            First = first,
            Second = second,
            Figures =
            [
                .. figures.Select((figure, i) => new ComparedFigure(
                    figure.Name, figure.Of(all), figure.Of(other), intervals?[i].Low, intervals?[i].High)),
            ],
        };
    }

    private static TextSums Sum(DetailedEvaluation evaluation) =>
        evaluation.OfDocuments.Aggregate(default(TextSums), (sum, document) => sum + document);

    private static void RequireSameText(DetailedEvaluation first, DetailedEvaluation second)
    {
        bool isSame = first.Documents == second.Documents && first.Characters == second.Characters;
        if (isSame) return;
        throw new ClozeException(
            FormattableString.Invariant(
                $"The first model was measured on {first.Documents} documents of {first.Characters} characters, ")
            + FormattableString.Invariant(
                $"the second on {second.Documents} of {second.Characters}; expected the same text."),
            "Measure both on the same text; a file that is being written cannot be compared on.");
    }
}
