using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Cloze.Training;

/// <summary>
/// What the values of an option are: how they are read, written and checked, always in the invariant culture.
/// </summary>
public abstract class OptionKind
{
    /// <summary>What stands for the value in a help text: "N".</summary>
    public abstract string ValueName { get; }

    /// <summary>Which values there are, for people: "1 to 1024"; null where there is nothing to say.</summary>
    public virtual string? Range => null;

    /// <summary>What is expected, for a message: "a whole number, 1 to 1024".</summary>
    public abstract string Expected { get; }

    /// <summary>Whether several words may be given.</summary>
    public virtual bool TakesMany => false;

    /// <summary>Whether the option is given without a value.</summary>
    public virtual bool IsSwitch => false;

    /// <summary>The value that the words stand for; null where they stand for none.</summary>
    public abstract object? Parse(IReadOnlyList<string> words);

    /// <summary>The value of a JSON element; null where it is of another kind.</summary>
    public abstract object? Read(JsonElement json);

    /// <summary>Writes a value as JSON.</summary>
    public abstract void Write(Utf8JsonWriter writer, object value);

    /// <summary>A value as a person would give it.</summary>
    public abstract string Show(object value);

    /// <summary>
    /// What is wrong with a value, the option's name going before: "is 0, outside its range: 1 to 9."; null where
    /// nothing is.
    /// </summary>
    public virtual string? Complaint(object value) => null;

    /// <summary>Reads words and checks what they stand for.</summary>
    /// <param name="words">The words given.</param>
    /// <param name="value">What they stand for.</param>
    /// <param name="complaint">What is wrong, the option's name going before it: "is "x", expected a number."</param>
    public bool TryParse(
        IReadOnlyList<string> words,
        [NotNullWhen(true)] out object? value,
        [NotNullWhen(false)] out string? complaint)
    {
        value = Parse(words);
        complaint = value is null
            ? $"is \"{string.Join(' ', words)}\", expected {Expected}."
            : Complaint(value);
        return complaint is null;
    }
}
