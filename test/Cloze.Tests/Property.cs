using CsCheck;
using Xunit;

namespace Cloze.Tests;

/// <summary>Properties over generated values, the same values in every run.</summary>
internal static class Property
{
    /// <summary>Checks so many values; a failure tells the value.</summary>
    public static void Holds<T>(Gen<T> values, int count, Action<T> check)
    {
        var random = new PCG(stream: 1, seed: 20_261_127);
        for (int i = 0; i < count; i++)
        {
            T value = values.Generate(random, null, out _);
            Exception? error = Record.Exception(() => check(value));
            if (error is not null) Assert.Fail($"Value {i}, {Check.Print(value)}:\n{error}");
        }
    }
}
