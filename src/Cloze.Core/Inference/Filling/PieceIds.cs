using System.Collections;

namespace Cloze.Inference;

/// <summary>The ids of a word's pieces, equal where the ids are.</summary>
/// <param name="ids">The ids.</param>
internal sealed class PieceIds(int[] ids) : IReadOnlyList<int>, IEquatable<PieceIds>
{
    /// <inheritdoc/>
    public int Count => ids.Length;

    /// <inheritdoc/>
    public int this[int index] => ids[index];

    /// <inheritdoc/>
    public bool Equals(PieceIds? other) => other is not null && other.SequenceEqual(this);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PieceIds);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int id in ids) hash.Add(id);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)ids).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
