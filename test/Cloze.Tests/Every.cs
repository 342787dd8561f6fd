using Xunit;

namespace Cloze.Tests;

/// <summary>Checks all items of a collection that must have some: a check of none passes whatever is wrong.</summary>
internal static class Every
{
    public static void Item<T>(IEnumerable<T> items, Action<T> check)
    {
        T[] all = [.. items];
        Assert.NotEmpty(all);
        Assert.All(all, check);
    }
}
