using System.Text;
using System.Xml;

namespace Cloze.Data;

/// <summary>Takes the visible words out of a documentation file that a C# compiler wrote.</summary>
internal static class ReferenceXml
{
    /// <summary>Sections with fewer characters, such as "The result.", say nothing and are left out.</summary>
    private const int ShortestSection = 16;

    /// <summary>Elements nest less deep than this; more means a damaged or hostile file.</summary>
    private const int DeepestElement = 64;

    private static readonly XmlReaderSettings s_settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    private static readonly string[] s_nameAttributes = ["cref", "langword", "name", "href"];

    /// <summary>The texts of the members in file order; a member without any words is passed over.</summary>
    /// <exception cref="ClozeException">The file cannot be read or is no well-formed XML.</exception>
    public static IReadOnlyList<string> Read(string path)
    {
        try
        {
            using var reader = XmlReader.Create(path, s_settings);
            var texts = new List<string>();
            while (reader.ReadToFollowing("member"))
            {
                string text = ReadMember(reader);
                if (text.Length > 0) texts.Add(text);
            }

            return texts;
        }
        catch (Exception error) when (error is XmlException or IOException or UnauthorizedAccessException)
        {
            throw new ClozeException(
                $"Cannot read the reference documentation {path}: {error.Message}",
                "Repair the .NET SDK, or name files of your own as `data`.",
                error);
        }
    }

    private static string ReadMember(XmlReader reader)
    {
        if (reader.IsEmptyElement) return "";
        var lines = new List<string>();
        var section = new StringBuilder();
        int depth = reader.Depth;
        while (reader.Read() && reader.Depth > depth)
        {
            if (reader.NodeType != XmlNodeType.Element) continue;
            AppendContent(reader, section.Clear());
            string words = CollapseWhiteSpace(section.ToString());
            if (words.Length >= ShortestSection) lines.Add(words);
        }

        return string.Join('\n', lines);
    }

    private static void AppendContent(XmlReader reader, StringBuilder text)
    {
        if (reader.Depth > DeepestElement) throw new XmlException($"elements nest deeper than {DeepestElement}.");
        if (reader.IsEmptyElement) return;
        int depth = reader.Depth;
        while (reader.Read() && reader.Depth > depth)
        {
            if (reader.NodeType == XmlNodeType.Element) AppendElement(reader, text);
            else text.Append(reader.Value);
        }
    }

    private static void AppendElement(XmlReader reader, StringBuilder text)
    {
        if (reader.Name is not ("see" or "seealso" or "paramref" or "typeparamref"))
        {
            text.Append(' ');
            AppendContent(reader, text);
            text.Append(' ');
            return;
        }

        string? name = s_nameAttributes.Select(reader.GetAttribute).FirstOrDefault(value => value is not null);
        int before = text.Length;
        AppendContent(reader, text);
        if (text.Length == before && name is not null) text.Append(VisibleName(name));
    }

    /// <summary>What a page shows of a reference: <c>M:System.Rune.TryCreate(System.Char)</c> is TryCreate.</summary>
    private static ReadOnlySpan<char> VisibleName(ReadOnlySpan<char> reference)
    {
        int arguments = reference.IndexOf('(');
        if (arguments >= 0) reference = reference[..arguments];
        if (reference.Length > 1 && reference[1] == ':') reference = reference[2..];
        reference = reference[(reference.LastIndexOf('.') + 1)..];
        int arity = reference.IndexOf('`');
        return arity >= 0 ? reference[..arity] : reference;
    }

    private static string CollapseWhiteSpace(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
