using System.Numerics;

namespace Cloze.Training;

/// <summary>Makes kinds of numbers.</summary>
public static class NumberKinds
{
    /// <summary>Numbers from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static NumberKind<T> Between<T>(T least, T most, string valueName = "N")
        where T : struct, INumber<T>, IMinMaxValue<T> => new(valueName, least, most, aboveLeast: false);

    /// <summary>Numbers above <paramref name="limit"/>, <paramref name="most"/> among them.</summary>
    public static NumberKind<T> Above<T>(T limit, T most, string valueName = "N")
        where T : struct, INumber<T>, IMinMaxValue<T> => new(valueName, limit, most, aboveLeast: true);
}
