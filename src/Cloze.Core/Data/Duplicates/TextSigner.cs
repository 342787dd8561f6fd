namespace Cloze.Data;

/// <summary>Makes signatures of texts, one after the other; each thread has one of its own.</summary>
internal sealed class TextSigner
{
    private readonly List<ulong> _words = [];
    private readonly List<ulong> _hashes = [];

    /// <summary>Writes the signature of a text's runs of words, see <see cref="MinHash"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="signature">Receives it, [16].</param>
    public void Sign(ReadOnlySpan<char> text, Span<ulong> signature)
    {
        Shingles.Find(text, _words, _hashes);
        MinHash.Sign(_hashes, signature);
    }
}
