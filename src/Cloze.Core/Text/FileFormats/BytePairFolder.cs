using System.Text.Json;
using Cloze.Files;

namespace Cloze.Text;

/// <summary>
/// A tokenizer from <c>vocab.json</c> and <c>merges.txt</c> with the tokens added to them and
/// <c>tokenizer_config.json</c>: the set-up of RoBERTa, or of GPT-2 where the class says so.
/// </summary>
internal static class BytePairFolder
{
    /// <summary>The name of the vocabulary.</summary>
    public const string VocabularyName = "vocab.json";

    private const long MaximumBytes = 1 << 26;

    /// <summary>Reads it.</summary>
    /// <param name="path">The vocabulary.</param>
    /// <param name="config">What is said beside it.</param>
    /// <exception cref="ClozeException">A file is missing or malformed, or a special token is missing.</exception>
    public static TokenizerDefinition Read(string path, TokenizerConfig config)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        PieceList pieces = ModelJson.Pieces(path, JsonField.ReadFile(path, MaximumBytes));
        var model = new BytePairDefinition
        {
            Merges = MergesFile.Read(Path.Combine(folder, MergesFile.FileName), pieces),
        };
        SpecialTokens names = SpecialTokenNames.Fit(config.SpecialTokens, pieces);
        AddedTokenList added = VocabularyFolder.ReadAdded(folder, pieces, config, names);
        var vocabulary = new Vocabulary(
            pieces, names, added.Tokens.Where(token => token.Special).Select(token => token.Content));
        bool space = config.AddsPrefixSpace ?? false;
        return BytePairSetup.Apply(
            new TokenizerDefinition
            {
                Vocabulary = vocabulary,
                Model = model,
                ModelPieces = added.ModelPieces,
                OutsideModel = added.OutsideModel,
                Notes = pieces.Notes,
                Options = BytePairSetup.Options(config.Options.ModelMaximumLength),
                AddedTokens = config.AddedTokens is null
                    ? [.. added.Tokens.Select(token => WithSpace(token, names.Mask))]
                    : added.Tokens,
                Template = Template.Plain,
                ClassName = config.Class.Name,
            },
            config.Class.IsGpt2,
            space);
    }

    /// <summary>Whether the two files say the same as <c>tokenizer.json</c>: bytes and merges alone.</summary>
    public static bool CanWrite(BytePairDefinition model, TokenizerDefinition definition) =>
        model is { Prefix.Length: 0, HasUnknown: false, ByteFallback: false, TakesWholeWords: false }
            && definition.Composed is { Steps.Count: 0, PreTokenizer: [ByteLevelStep { Scans: true }] };

    /// <summary>Writes both files into a folder.</summary>
    /// <exception cref="ClozeException">A file cannot be written.</exception>
    public static void Write(BytePairDefinition model, IReadOnlyList<string> pieces, string folder)
    {
        AtomicFile.Write(Path.Combine(folder, VocabularyName), stream =>
        {
            using var json = new Utf8JsonWriter(stream, TokenizerJsonWriter.Format with { Indented = false });
            json.WriteStartObject();
            foreach ((int id, string piece) in pieces.Index())
            {
                if (piece.Length > 0) json.WriteNumber(piece, id);
            }

            json.WriteEndObject();
        });
        AtomicFile.WriteText(Path.Combine(folder, MergesFile.FileName), MergesFile.Write(model.Merges));
    }

    // A mask takes the space before it, as RoBERTa's does, unless the files describe it.
    private static AddedToken WithSpace(AddedToken token, string mask) =>
        token.Content == mask && token.Special ? token with { StripLeft = true } : token;
}
