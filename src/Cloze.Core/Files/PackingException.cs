namespace Cloze.Files;

/// <summary>Packed bytes that are damaged or end too early.</summary>
/// <param name="packing">How they are packed.</param>
/// <param name="innerException">What was found.</param>
internal sealed class PackingException(string packing, Exception innerException)
    : IOException($"This is no valid {packing}.", innerException)
{
    /// <summary>How the bytes are packed.</summary>
    public string Packing { get; } = packing;
}
