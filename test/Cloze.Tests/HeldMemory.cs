using System.Reflection;

namespace Cloze.Tests;

/// <summary>Counts what an object keeps alive: the objects that its fields lead to, and about their bytes.</summary>
internal static class HeldMemory
{
    private const int ObjectBytes = 24;

    /// <summary>Objects, each once, and their bytes.</summary>
    public static (int Objects, long Bytes) Of(object root)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var open = new Stack<object>([root]);
        long bytes = 0;
        while (open.TryPop(out object? found))
        {
            if (found is Type or MemberInfo or Assembly || !seen.Add(found)) continue;
            bytes += BytesOf(found);
            foreach (object next in LeadsTo(found)) open.Push(next);
        }

        return (seen.Count, bytes);
    }

    private static long BytesOf(object found) => found switch
    {
        string text => ObjectBytes + (2L * text.Length),
        Array array when array.GetType().GetElementType()!.IsPrimitive => ObjectBytes + Buffer.ByteLength(array),
        Array array => ObjectBytes + (8L * array.Length),
        _ => ObjectBytes + (8L * Fields(found.GetType()).Count()),
    };

    private static IEnumerable<object> LeadsTo(object found) => found switch
    {
        string => [],
        Array array when array.GetType().GetElementType()!.IsPrimitive => [],
        Array array => array.Cast<object?>().OfType<object>(),
        _ => Fields(found.GetType()).Where(field => !field.FieldType.IsPrimitive && !field.FieldType.IsPointer)
            .Select(field => field.GetValue(found)).OfType<object>(),
    };

    private static IEnumerable<FieldInfo> Fields(Type type)
    {
        for (Type? at = type; at is not null; at = at.BaseType)
        {
            foreach (FieldInfo field in at.GetFields(
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                yield return field;
            }
        }
    }
}
