using System.Globalization;

namespace Cloze.Benchmarks;

/// <summary>Options of the form <c>--name value</c> and flags.</summary>
internal sealed class Arguments(string[] words)
{
    /// <summary>The word after a name that must be there.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    public string Text(string name) => Find(name) ?? throw new ArgumentException($"{name} is missing.");

    /// <summary>The number after a name, or another where the name is not there.</summary>
    public int Number(string name, int fallback) =>
        Find(name) is { } word ? int.Parse(word, CultureInfo.InvariantCulture) : fallback;

    /// <summary>Whether a name is there.</summary>
    public bool Flag(string name) => words.Contains(name);

    /// <summary>The word after a name, or null.</summary>
    public string? Find(string name)
    {
        int index = Array.IndexOf(words, name);
        return index >= 0 && index + 1 < words.Length ? words[index + 1] : null;
    }
}
