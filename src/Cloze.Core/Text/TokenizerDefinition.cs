namespace Cloze.Text;

/// <summary>Everything that makes a tokenizer, as <c>tokenizer.json</c> says it.</summary>
internal sealed record TokenizerDefinition
{
    /// <summary>All pieces, with added tokens that are not among the model's at the end.</summary>
    public required Vocabulary Vocabulary { get; init; }

    /// <summary>How many of them, from id 0, are the model's own but for <see cref="OutsideModel"/>.</summary>
    public required int ModelPieces { get; init; }

    /// <summary>Ids among the model's that the model itself has no piece for, and an added token took.</summary>
    public IReadOnlySet<int> OutsideModel { get; init; } = new HashSet<int>();

    /// <summary>How text is treated.</summary>
    public required TokenizerOptions Options { get; init; }

    /// <summary>Normaliser and pre-tokeniser where they are not BERT's; null for BERT's.</summary>
    public ComposedPipeline? Composed { get; init; }

    /// <summary>What splits words into pieces.</summary>
    public TokenModelDefinition Model { get; init; } = new WordPieceDefinition();

    /// <summary>How pieces say whether they begin a word or go on with one.</summary>
    public PieceMarks Marks => Composed?.Marks ?? Model switch
    {
        WordPieceDefinition pieces => PieceMarks.Prefix(pieces.Prefix),
        BytePairDefinition pairs => PieceMarks.Prefix(pairs.Prefix),
        _ => PieceMarks.Before(MetaspaceStep.UsualMark.ToString()),
    };

    /// <summary>Tokens that are looked for before anything else.</summary>
    public required IReadOnlyList<AddedToken> AddedTokens { get; init; }

    /// <summary>What is put round texts.</summary>
    public required Template Template { get; init; }

    /// <summary>Whether the places of tokens are without the white space in them, and how; null for no.</summary>
    public OffsetTrimming? Trimming { get; init; }

    /// <summary>
    /// The post-processor as <c>tokenizer.json</c> has it; null where <see cref="Template"/> says all.
    /// </summary>
    public string? PostProcessorJson { get; init; }

    /// <summary>What is cut where a caller says nothing.</summary>
    public Truncation? Truncation { get; init; }

    /// <summary>
    /// The padding that the tokenizer was saved with, as JSON: kept for others, as nothing is padded here.
    /// </summary>
    public string? Padding { get; init; }

    /// <summary>How pieces become text again; without one they are joined by spaces.</summary>
    public PieceDecoder? Decoder { get; init; } = new WordPieceDecoder("##", CleanUp: true);

    /// <summary>The decoder as <c>tokenizer.json</c> has it; null where it is WordPiece's or none.</summary>
    public string? DecoderJson { get; init; }

    /// <summary>The tokenizer's class by Hugging Face's name, where the files say one that is not BERT's.</summary>
    public string? ClassName { get; init; }

    /// <summary>What was noticed in the files, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The model's own pieces in the order of their ids; empty where an id has none.</summary>
    public IEnumerable<string> PiecesOfModel() =>
        Vocabulary.Pieces.Take(ModelPieces).Select((piece, id) => OutsideModel.Contains(id) ? "" : piece);

    /// <summary>What splits words.</summary>
    public TokenModel CreateModel() => Model.Create([.. PiecesOfModel()], Vocabulary.UnknownId, Options);

    /// <summary>The steps that text goes through first.</summary>
    public Normalizer CreateNormalizer() => Composed is null ? new Normalizer(Options) : new Normalizer(Composed.Steps);

    /// <summary>BERT's set-up round a vocabulary.</summary>
    public static TokenizerDefinition Bert(Vocabulary vocabulary, TokenizerOptions options)
    {
        SpecialTokens names = vocabulary.SpecialTokens;
        return new TokenizerDefinition
        {
            Vocabulary = vocabulary,
            ModelPieces = vocabulary.Count,
            Options = options,
            Notes = vocabulary.Notes,
            AddedTokens =
            [
                .. names.All.Select(name => new AddedToken { Id = Id(name), Content = name, Special = true }),
            ],
            Template = Template.Bert(
                (vocabulary.ClassificationId, names.Classification), (vocabulary.SeparatorId, names.Separator)),
        };

        int Id(string name) => vocabulary.TryGetId(name, out int id) ? id : -1;
    }
}
