using System.Text.Json.Serialization;

namespace Cloze.Data;

/// <summary>What decides which ids a corpus becomes, beside its text and the tokenizer's vocabulary.</summary>
internal sealed record StoreSettings
{
    /// <summary>What separates the documents of a text file.</summary>
    public DocumentRule Document { get; init; }

    /// <summary>The field of a JSON line that holds the text.</summary>
    public string TextField { get; init; } = "text";

    /// <summary>Whether what is no character becomes U+FFFD.</summary>
    public bool ReplaceInvalid { get; init; }

    /// <summary>Share of the documents that are held out; with 0 a tenth is evaluated on and trained on, too.</summary>
    public double HeldOut { get; init; }

    /// <summary>The version of the rule that sentences were split by; 0 where a document is one sentence.</summary>
    public int SentenceRule { get; init; }

    /// <summary>
    /// The rule that near-duplicates were left out by; 0 where they were kept, which is not written: the settings, and
    /// their hash, are then those of stores that are older than the choice.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int NearDuplicateRule { get; init; }

    /// <summary>SHA-256 of the tokenizer's definition, <c>tokenizer.json</c>, 64 hexadecimal digits.</summary>
    public required string Tokenizer { get; init; }
}
