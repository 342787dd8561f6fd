namespace Cloze.Text;

/// <summary>
/// The class of a tokenizer by Hugging Face's name: which are BERT's, which are put together of the parts that
/// <c>tokenizer.json</c> says, and refusing the others, whose text would be parted as the model never saw it.
/// </summary>
/// <param name="Name">The name; null where no file says it.</param>
/// <param name="Place">The file and field that say it, for messages.</param>
internal sealed record TokenizerClass(string? Name, string Place)
{
    /// <summary>RoBERTa's class, and what stands behind the name of one of the newer library.</summary>
    public const string Roberta = "RobertaTokenizer", Fast = "Fast";

    private const string Gpt2 = "GPT2Tokenizer";

    // Classes with BERT's tokenizer under another name, those of byte-level BPE that vocab.json and merges.txt say all
    // of, and those that are whatever tokenizer.json says.
    private static readonly string[] s_bert =
        ["BertTokenizer", "DistilBertTokenizer", "ElectraTokenizer", "MobileBertTokenizer"];

    private static readonly string[] s_bytePair =
        [Roberta, Gpt2, "LongformerTokenizer", "BartTokenizer"];

    private static readonly string[] s_any =
    [
        "PreTrainedTokenizer", "TokenizersBackend", .. s_bytePair, "XLMRobertaTokenizer", "AlbertTokenizer",
        "CamembertTokenizer", "DebertaTokenizer", "DebertaV2Tokenizer", "MPNetTokenizer", "ModernBertTokenizer",
    ];

    /// <summary>Whether it is BERT's: it is where nothing is said.</summary>
    public bool IsBert => Name is null || s_bert.Contains(Base);

    /// <summary>Whether it is GPT-2's.</summary>
    public bool IsGpt2 => Name is not null && Base == Gpt2;

    private string Base => Name!.EndsWith(Fast, StringComparison.Ordinal) ? Name[..^Fast.Length] : Name;

    /// <summary>Reads the class from <c>tokenizer_config.json</c>, or else from <c>config.json</c>.</summary>
    /// <param name="config">The former; null where it is missing.</param>
    /// <param name="folder">Where both are.</param>
    /// <exception cref="ClozeException">The name is no string.</exception>
    public static TokenizerClass Read(JsonField? config, string folder)
    {
        JsonField? field = config?.Optional("tokenizer_class") ?? ModelConfig(folder)?.Optional("tokenizer_class");
        return field is { } found ? new TokenizerClass(found.Text(), found.Place) : new TokenizerClass(null, "");
    }

    /// <summary>Refuses a class that the files at hand do not say all of.</summary>
    /// <param name="hasJson">Whether a <c>tokenizer.json</c> says what a class of any kind does.</param>
    /// <param name="isBytePair">Whether they are <c>vocab.json</c> and <c>merges.txt</c>.</param>
    /// <exception cref="ClozeException">It is another.</exception>
    public void Require(bool hasJson, bool isBytePair)
    {
        bool isKnown = isBytePair ? Name is null || s_bytePair.Contains(Base) : IsBert;
        if (isKnown || (hasJson && s_any.Contains(Base))) return;
        string[] known = isBytePair ? s_bytePair : s_bert;
        throw new ClozeException(
            $"{Place} is \"{Name}\", expected one of {string.Join(", ", known)} (or the same with Fast behind), "
            + $"or {s_any[0]}{Fast} with a tokenizer.json.",
            "Cloze parts text as BERT, GPT-2 and RoBERTa do, or as a tokenizer.json says; a model with another "
            + "tokenizer would read words that it never saw.");
    }

    // A configuration that cannot be read is told by whoever opens the model.
    private static JsonField? ModelConfig(string folder)
    {
        const long maximumBytes = 1 << 20;
        string path = Path.Combine(folder, "config.json");
        try
        {
            return File.Exists(path) ? JsonField.ReadFile(path, maximumBytes) : null;
        }
        catch (ClozeException)
        {
            return null;
        }
    }
}
