namespace Cloze.Text;

/// <summary>
/// The class of a tokenizer by Hugging Face's name: which are BERT's, and refusing the others, whose text would be
/// parted as the model never saw it.
/// </summary>
/// <param name="Name">The name; null where no file says it.</param>
/// <param name="Place">The file and field that say it, for messages.</param>
internal sealed record TokenizerClass(string? Name, string Place)
{
    private const string Fast = "Fast";

    // Classes with BERT's tokenizer under another name, and those that are whatever tokenizer.json says.
    private static readonly string[] s_bert =
        ["BertTokenizer", "DistilBertTokenizer", "ElectraTokenizer", "MobileBertTokenizer"];

    private static readonly string[] s_any = ["PreTrainedTokenizer", "TokenizersBackend"];

    /// <summary>Whether it is BERT's: it is where nothing is said.</summary>
    public bool IsBert => Name is null || s_bert.Contains(Base);

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

    /// <summary>Refuses a class that is not BERT's.</summary>
    /// <param name="hasJson">Whether a <c>tokenizer.json</c> says what a class of any kind does.</param>
    /// <exception cref="ClozeException">It is not BERT's.</exception>
    public void Require(bool hasJson)
    {
        if (IsBert || (hasJson && s_any.Contains(Base))) return;
        throw new ClozeException(
            $"{Place} is \"{Name}\", expected one of {string.Join(", ", s_bert)} (or the same with Fast behind), "
            + $"or {s_any[0]}{Fast} with a tokenizer.json.",
            "Cloze parts text as BERT does; a model with another tokenizer would read words that it never saw.");
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
