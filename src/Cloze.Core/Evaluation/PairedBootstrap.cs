namespace Cloze.Evaluation;

/// <summary>
/// Intervals of the difference between two models on one text (Efron 1979; paired, as Koehn 2004 has it for
/// translations): documents are drawn with replacement, the same for both models, and each figure is computed anew. The
/// draws are keyed, so that the intervals are the same every time.
/// </summary>
internal static class PairedBootstrap
{
    /// <summary>How often the documents are drawn.</summary>
    public const int Resamples = 2000;

    private const ulong Seed = 0x436C6F7A65; // "Cloze"
    private const double Tail = 0.025;
    private const int MostUnits = 20_000;

    /// <summary>The middle 95 % of the differences, second less first, of each figure.</summary>
    /// <param name="first">The sums of the documents for the first model.</param>
    /// <param name="second">The sums of the same documents for the second.</param>
    /// <param name="figures">What is computed of the sums of a draw.</param>
    /// <returns>An interval a figure; null where there are fewer than two documents.</returns>
    public static (double Low, double High)[]? Intervals(
        IReadOnlyList<TextSums> first, IReadOnlyList<TextSums> second, IReadOnlyList<Func<TextSums, double>> figures)
    {
        TextSums[] left = Join(first), right = Join(second);
        if (left.Length < 2) return null;
        double[][] differences = [.. figures.Select(_ => new double[Resamples])];
        for (int resample = 0; resample < Resamples; resample++)
        {
            (TextSums a, TextSums b) = Draw(left, right, (uint)resample);
            for (int figure = 0; figure < figures.Count; figure++)
            {
                differences[figure][resample] = figures[figure](b) - figures[figure](a);
            }
        }

        return Array.ConvertAll(differences, Middle);
    }

    private static (TextSums First, TextSums Second) Draw(TextSums[] first, TextSums[] second, uint resample)
    {
        var random = new KeyedRandom(Seed, RandomPurpose.Bootstrap, resample, 0);
        TextSums a = default, b = default;
        for (int i = 0; i < first.Length; i++)
        {
            int drawn = random.NextInteger(first.Length);
            a += first[drawn];
            b += second[drawn];
        }

        return (a, b);
    }

    // A draw without a masked token has no figures.
    private static (double Low, double High) Middle(double[] differences)
    {
        double[] values = [.. differences.Where(double.IsFinite).Order()];
        int cut = (int)(Tail * values.Length);
        return (values[cut], values[^(cut + 1)]);
    }

    // Neighbours are drawn together where there are very many documents.
    private static TextSums[] Join(IReadOnlyList<TextSums> documents)
    {
        int units = Math.Min(documents.Count, MostUnits);
        var joined = new TextSums[units];
        for (int i = 0; i < documents.Count; i++) joined[(int)((long)i * units / documents.Count)] += documents[i];
        return joined;
    }
}
