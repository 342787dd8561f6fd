using System.Numerics;
using Cloze.Compute;

namespace Cloze.Models;

/// <summary>
/// The tokens of a batch that differ in id, position or type. Copies of one text, masked at one place each, have few,
/// and what depends on these three alone needs to be computed for them only.
/// </summary>
internal sealed class DistinctTokens
{
    // So many tokens are there for each distinct one, or it is not worth the copying.
    private const int FewestCopies = 4;

    private readonly int[] _ids;
    private readonly int[] _positions;
    private readonly int[] _types;
    private readonly int[] _places;

    // Open addressing: places + 1, 0 for none.
    private readonly int[] _table;
    private readonly int _shift;
    private int _count;
    private int _tokens;

    /// <summary>Makes room for batches of so many tokens.</summary>
    public DistinctTokens(int tokenCapacity)
    {
        int most = tokenCapacity / FewestCopies;
        _ids = new int[most];
        _positions = new int[most];
        _types = new int[most];
        _places = new int[tokenCapacity];
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(2 * most, 2));
        _table = new int[size];
        _shift = 32 - BitOperations.Log2((uint)size);
    }

    /// <summary>The distinct tokens of the batch, in the order in which they come.</summary>
    public TokenRows Rows => new(_ids.AsSpan(0, _count), _positions.AsSpan(0, _count), _types.AsSpan(0, _count));

    /// <summary>Which of them each token is, [T].</summary>
    public ReadOnlySpan<int> Places => _places.AsSpan(0, _tokens);

    /// <summary>Finds them; false where they are more than a quarter of all, or the batch has no room here.</summary>
    public bool Find(TokenBatch batch)
    {
        (_count, _tokens) = (0, batch.TokenCount);
        if (_tokens > _places.Length) return false;
        Array.Clear(_table);
        ReadOnlySpan<int> ids = batch.Ids, positions = batch.Positions, types = batch.Types;
        for (int token = 0; token < ids.Length; token++)
        {
            int place = PlaceOf(ids[token], positions[token], types[token]);
            if (place == _tokens / FewestCopies) return false;
            _places[token] = place;
        }

        return true;
    }

    // The place of a token that is known, or else the next one, at which it is kept where there is room for it.
    private int PlaceOf(int id, int position, int type)
    {
        uint hash = (((uint)id * 31) + (uint)position) * 2654435769u;
        int slot = (int)(hash >> _shift), mask = _table.Length - 1;
        for (; _table[slot] > 0; slot = (slot + 1) & mask)
        {
            int known = _table[slot] - 1;
            if (_ids[known] == id && _positions[known] == position && _types[known] == type) return known;
        }

        if (_count == _tokens / FewestCopies) return _count;
        (_ids[_count], _positions[_count], _types[_count]) = (id, position, type);
        return (_table[slot] = ++_count) - 1;
    }
}
