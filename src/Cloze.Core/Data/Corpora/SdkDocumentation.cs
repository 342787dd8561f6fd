namespace Cloze.Data;

/// <summary>
/// The default corpus: the .NET reference documentation, as XML beside every SDK. A document is one member's sections
/// (summary, parameters, result, exceptions, remarks), a line each.
/// </summary>
public static class SdkDocumentation
{
    /// <summary>
    /// The distinct member texts, the first occurrence of each, in the order of the files' paths. Of each reference
    /// pack the newest version is read.
    /// </summary>
    /// <param name="dotnetRoot">
    /// The folder that holds <c>packs</c>; null finds the running SDK's by <c>DOTNET_ROOT</c>, the running runtime, and
    /// <c>dotnet</c> on the path.
    /// </param>
    /// <exception cref="ClozeException">
    /// No reference pack is found; while reading: a file is damaged or cannot be read.
    /// </exception>
    public static IEnumerable<Document> Read(string? dotnetRoot = null) => Read(ReferencePacks.FindFiles(dotnetRoot));

    private static IEnumerable<Document> Read(IReadOnlyList<string> files)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string file in files)
        {
            foreach (string text in ReferenceXml.Read(file))
            {
                if (seen.Add(text)) yield return new Document(text, file);
            }
        }
    }
}
