using System.Text;
using Cloze.Files;

namespace Cloze.Text;

/// <summary>The word pieces of a model and their ids, which are their places: 0 to <see cref="Count"/> - 1.</summary>
public sealed class Vocabulary
{
    /// <summary>The most pieces a vocabulary may have.</summary>
    public const int MaximumCount = 2_000_000;

    private const long MaximumCharacters = 1 << 23;
    private const long MaximumFileBytes = 1 << 26;
    private readonly string[] _pieces;
    private readonly Dictionary<string, int> _ids;
    private readonly HashSet<int> _special;

    internal Vocabulary(
        string source, IReadOnlyList<string> pieces, SpecialTokens specialTokens, IEnumerable<string> moreSpecialTokens)
    {
        _pieces = [.. pieces];
        _ids = Index(source, _pieces);
        SpecialTokens = specialTokens;
        PaddingId = Require(source, specialTokens.Padding);
        UnknownId = Require(source, specialTokens.Unknown);
        ClassificationId = Require(source, specialTokens.Classification);
        SeparatorId = Require(source, specialTokens.Separator);
        MaskId = Require(source, specialTokens.Mask);
        _special = [PaddingId, UnknownId, ClassificationId, SeparatorId, MaskId];
        foreach (string token in moreSpecialTokens) _special.Add(Require(source, token));
    }

    /// <summary>How many pieces there are.</summary>
    public int Count => _pieces.Length;

    /// <summary>All pieces in the order of their ids.</summary>
    public IReadOnlyList<string> Pieces => _pieces;

    /// <summary>The names of the special tokens.</summary>
    public SpecialTokens SpecialTokens { get; }

    /// <summary>The id that fills padded batches.</summary>
    public int PaddingId { get; }

    /// <summary>The id of words that cannot be composed.</summary>
    public int UnknownId { get; }

    /// <summary>The id before the first text.</summary>
    public int ClassificationId { get; }

    /// <summary>The id after each text.</summary>
    public int SeparatorId { get; }

    /// <summary>The id to be filled in.</summary>
    public int MaskId { get; }

    /// <summary>The piece of an id.</summary>
    /// <exception cref="ClozeException">No piece has the id.</exception>
    public string this[int id] => (uint)id < (uint)_pieces.Length
        ? _pieces[id]
        : throw new ClozeException(
            $"Token id {id} is outside the vocabulary of {Count} pieces (0 to {Count - 1}).",
            "Use ids that this tokenizer made; the model and the tokenizer may belong to different vocabularies.");

    /// <summary>
    /// Makes a vocabulary of pieces in the order of their ids; pieces that continue a word begin with <c>##</c>.
    /// </summary>
    /// <exception cref="ClozeException">
    /// A piece is there twice, or a special token is missing, or there are too many.
    /// </exception>
    public static Vocabulary Create(IEnumerable<string> pieces, SpecialTokens? specialTokens = null) =>
        new("The vocabulary", [.. pieces.Take(MaximumCount + 1)], specialTokens ?? new SpecialTokens(), []);

    /// <summary>Reads a <c>vocab.txt</c>: one piece a line, UTF-8, either kind of line end.</summary>
    /// <exception cref="ClozeException">
    /// The file is missing, empty, too large or not UTF-8, has a piece twice, or lacks a special token.
    /// </exception>
    public static Vocabulary Load(string path, SpecialTokens? specialTokens = null)
    {
        string text = Decode(path, UntrustedFile.Read(path, MaximumFileBytes));
        string[] lines = text.Split('\n');
        IEnumerable<string> pieces = lines.Take(lines[^1].Length == 0 ? lines.Length - 1 : lines.Length)
            .Select(line => line.EndsWith('\r') ? line[..^1] : line);
        return new Vocabulary(path, [.. pieces], specialTokens ?? new SpecialTokens(), []);
    }

    /// <summary>The id of a piece, if it is one.</summary>
    public bool TryGetId(string piece, out int id) => _ids.TryGetValue(piece, out id);

    /// <summary>Whether an id is a special token: it is never masked, and left out when decoding.</summary>
    public bool IsSpecial(int id) => _special.Contains(id);

    private static string Decode(string path, byte[] bytes)
    {
        ReadOnlySpan<byte> content = bytes.AsSpan();
        if (content.StartsWith(System.Text.Encoding.UTF8.Preamble)) content = content[3..];
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content);
        }
        catch (DecoderFallbackException error)
        {
            throw new ClozeException(
                $"{path} is not UTF-8: byte {error.Index} and those after it are no character.",
                "Save the vocabulary as UTF-8 text, one piece a line.",
                error);
        }
    }

    private static Dictionary<string, int> Index(string source, string[] pieces)
    {
        long characters = pieces.Sum(piece => (long)piece.Length);
        if (pieces.Length > MaximumCount || characters > MaximumCharacters)
        {
            throw new ClozeException(
                $"{source} has {pieces.Length} pieces of {characters} characters; "
                + $"at most {MaximumCount} pieces of {MaximumCharacters} characters are expected.",
                "Check that this is a vocabulary and not some other file.");
        }

        var ids = new Dictionary<string, int>(pieces.Length, StringComparer.Ordinal);
        for (int id = 0; id < pieces.Length; id++)
        {
            if (ids.TryAdd(pieces[id], id)) continue;
            throw new ClozeException(
                $"{source} has the piece '{pieces[id]}' twice: as id {ids[pieces[id]]} and as id {id}.",
                "Every piece must be there once; take the vocabulary from where the model came from.");
        }

        return ids;
    }

    private int Require(string source, string token) => _ids.TryGetValue(token, out int id)
        ? id
        : throw new ClozeException(
            $"{source} has no {token} among its {Count} pieces.",
            $"A masked language model needs {string.Join(", ", SpecialTokens.All)} in its vocabulary; "
            + "if they have other names there, tokenizer_config.json must give them.");
}
