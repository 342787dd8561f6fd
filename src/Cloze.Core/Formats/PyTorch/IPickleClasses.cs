namespace Cloze.Formats;

/// <summary>What a pickle may ask for beyond numbers, strings, lists, tuples and dictionaries.</summary>
internal interface IPickleClasses
{
    /// <summary>A class or function by its name.</summary>
    /// <exception cref="ClozeException">It is none that is known.</exception>
    PickleGlobal Find(string module, string name);

    /// <summary>What calling a class or function would give.</summary>
    /// <exception cref="ClozeException">It cannot be called, or not with these arguments.</exception>
    object? Call(PickleGlobal function, object?[] arguments);

    /// <summary>The object outside the pickle that an id stands for.</summary>
    /// <exception cref="ClozeException">The id is none that is known.</exception>
    object Resolve(object? id);
}
