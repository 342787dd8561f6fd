namespace Cloze.Predictions;

/// <summary>
/// The likeliest ways to fill several masks together, found from left to right by beam search. What a filling scores is
/// the chain ln P(w1 ... wm) = sum of ln P(wj | the text, w1 ... w(j-1)), the masks after j still masked: a probability
/// over all fillings of these m masks. With a width of all fillings the search is exact.
/// </summary>
/// <param name="ids">The text, masks in place, [T].</param>
/// <param name="types">The token types, [T].</param>
/// <param name="positions">The masks, rising, [m].</param>
/// <param name="among">What each is chosen from, and how many are looked at.</param>
/// <param name="width">How many fillings are kept from one mask to the next.</param>
internal sealed class BeamSearch(int[] ids, int[] types, int[] positions, Func<int, Choice> among, int width)
{
    private List<WordFill> _beams = [new WordFill([], 0)];
    private MaskedSequence[] _running = [];
    private int _filled;

    /// <summary>The fillings, the likeliest first, once there is no round left; fewer where there are fewer.</summary>
    public IReadOnlyList<WordFill> Best => _beams;

    /// <summary>The sequences to be run next, once those before have been; none at the end.</summary>
    public IReadOnlyList<BatchSequence> NextRound()
    {
        if (_running.Length > 0) Extend();
        _running = _filled < positions.Length ? [.. _beams.Select(Next)] : [];
        return _running;
    }

    private MaskedSequence Next(WordFill beam)
    {
        int[] input = [.. ids];
        for (int i = 0; i < _filled; i++) input[positions[i]] = beam.Ids[i];
        return new MaskedSequence(input, types, [positions[_filled]], among(_filled));
    }

    private void Extend()
    {
        var longer = new List<(WordFill Beam, int Id, double LogProbability)>();
        for (int beam = 0; beam < _running.Length; beam++)
        {
            RowPrediction row = _running[beam].Predictions[0];
            for (int i = 0; i < row.Ids.Length; i++)
            {
                longer.Add((_beams[beam], row.Ids[i], _beams[beam].LogProbability + row.LogProbability(i)));
            }
        }

        // The order is stable: of equals the one from the better beam, then the one with the lower id.
        _beams =
        [
            .. longer.OrderByDescending(fill => fill.LogProbability).Take(width)
                .Select(fill => new WordFill([.. fill.Beam.Ids, fill.Id], fill.LogProbability)),
        ];
        _filled++;
    }
}
