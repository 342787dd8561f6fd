namespace Cloze.Formats;

/// <summary>
/// A dictionary of a pickle, plain or ordered: names and values as they were set. Other keys are left out.
/// </summary>
internal sealed class PickleDictionary
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);

    /// <summary>The entries whose keys are strings.</summary>
    public IReadOnlyDictionary<string, object?> Values => _values;

    /// <summary>Sets an entry; the last one of a key counts, as in Python.</summary>
    public void Set(object? key, object? value)
    {
        if (key is string name) _values[name] = value;
    }
}
