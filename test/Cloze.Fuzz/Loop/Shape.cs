using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Cloze.Fuzz;

/// <summary>What is the same of two errors that differ in values only.</summary>
internal static partial class Shape
{
    /// <summary>A message without its numbers, names and paths.</summary>
    public static string Of(string message)
    {
        string shape = Quoted().Replace(message, "''");
        shape = Paths().Replace(shape, "PATH");
        shape = Numbers().Replace(shape, "#");
        return shape.Length <= 200 ? shape : shape[..200];
    }

    /// <summary>The kind of an error and the methods of Cloze that it came through.</summary>
    public static string Of(Exception error)
    {
        IEnumerable<string> places =
            from frame in new StackTrace(error).GetFrames()
            let method = frame.GetMethod()
            let type = method?.DeclaringType
            where type?.Namespace?.StartsWith("Cloze", StringComparison.Ordinal) == true
                && type.Namespace != typeof(Shape).Namespace
            select $"{type.Name}.{method!.Name}";
        return $"{error.GetType().Name} at {string.Join(" < ", places.Take(4))}";
    }

    [GeneratedRegex("\"[^\"]*\"|'[^']*'")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"/[^\s,:;]+")]
    private static partial Regex Paths();

    [GeneratedRegex(@"-?[0-9]+(\.[0-9]+)?(E[+-]?[0-9]+)?|0x[0-9A-F]+")]
    private static partial Regex Numbers();
}
