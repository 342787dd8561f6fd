namespace Cloze.Data;

/// <summary>A way in which files of text are packed; see <see cref="CorpusFormats"/>.</summary>
public interface IPackedFormat
{
    /// <summary>Its name, for messages.</summary>
    string Name { get; }

    /// <summary>What names of packed files end in, in lower case: <c>.zst</c>.</summary>
    string Extension { get; }

    /// <summary>The bytes that packed files begin with, 1 to 8.</summary>
    ReadOnlySpan<byte> Start { get; }

    /// <summary>
    /// Unpacks from front to back, in bounded memory. Reading throws <see cref="InvalidDataException"/> where the
    /// bytes are damaged or end too early.
    /// </summary>
    /// <param name="packed">The packed bytes; disposed of with the result.</param>
    Stream Unpack(Stream packed);
}
