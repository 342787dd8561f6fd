namespace Cloze.Text;

/// <summary>Maps scalar values to short sequences of scalar values; most map to themselves.</summary>
internal sealed class ScalarMapping
{
    private readonly int[] _targets;
    private readonly ScalarTable _places;
    private readonly int[] _identity;

    /// <summary>Builds the mapping from every scalar value that does not map to itself.</summary>
    public ScalarMapping(IEnumerable<(int From, int[] To)> mappings)
    {
        var targets = new List<int> { 0 };
        var places = new List<(int, int, int)>();
        foreach ((int from, int[] to) in mappings)
        {
            places.Add((from, from, targets.Count));
            targets.Add(to.Length);
            targets.AddRange(to);
        }

        _targets = [.. targets];
        _places = new ScalarTable(places);
        _identity = _places.Page(ScalarTable.PageCount - 1);
    }

    /// <summary>What a scalar value maps to; empty where that is itself.</summary>
    public ReadOnlySpan<int> this[int scalar]
    {
        get
        {
            int place = _places[scalar];
            return place == 0 ? [] : _targets.AsSpan(place + 1, _targets[place]);
        }
    }

    /// <summary>Whether all 256 scalar values of a page map to themselves.</summary>
    public bool IsIdentity(int page) => _places.Page(page) == _identity;
}
