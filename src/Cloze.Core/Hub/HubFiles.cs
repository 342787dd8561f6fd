using System.Text.Json;
using Cloze.Files;

namespace Cloze.Hub;

/// <summary>Which files of a model Cloze reads.</summary>
internal static class HubFiles
{
    private const string Config = "config.json", Tokenizer = "tokenizer.json", Vocabulary = "vocab.txt";
    private const string Pieces = "vocab.json", Merges = "merges.txt";
    private const int MostIndexBytes = 64 << 20;

    private static readonly string[] s_small =
    [
        Config, Tokenizer, "tokenizer_config.json", Vocabulary, Pieces, Merges, "special_tokens_map.json",
        "added_tokens.json",
    ];

    // In the order in which a folder's weights are looked for.
    private static readonly (string Single, string Index)[] s_weights =
    [
        ("model.safetensors", "model.safetensors.index.json"),
        ("pytorch_model.bin", "pytorch_model.bin.index.json"),
    ];

    /// <summary>
    /// The files to be fetched of those that a model has, the weights or their index last. An index is followed by
    /// <see cref="Shards"/>.
    /// </summary>
    /// <exception cref="ClozeException">
    /// The model lacks its configuration, or weights in a form that is read.
    /// </exception>
    public static IReadOnlyList<string> Choose(HubName name, IReadOnlySet<string> listed, HubParts parts)
    {
        if (!listed.Contains(Config))
        {
            throw new ClozeException($"{name} has no {Config} on the hub.", "Choose a model that has one.");
        }

        string[] small = [.. s_small.Where(listed.Contains)];
        if (parts == HubParts.Tokenizer) return small;
        string? weights = s_weights.SelectMany(form => (string[])[form.Single, form.Index])
            .FirstOrDefault(listed.Contains);
        if (weights is not null) return [.. small, weights];
        string[] others = [.. listed.Except(s_small).Order(StringComparer.Ordinal).Take(8)];
        throw new ClozeException(
            $"{name} has no weights in safetensors or PyTorch's form on the hub; it has {string.Join(", ", others)}.",
            "Choose a model or a revision that has model.safetensors.");
    }

    /// <summary>Whether a file is an index of shards.</summary>
    public static bool IsIndex(string file) => s_weights.Any(form => form.Index == file);

    /// <summary>The shards that an index names.</summary>
    /// <exception cref="ClozeException">It is no index, or names what is no plain file.</exception>
    public static IReadOnlyList<string> Shards(string index)
    {
        string[] shards = [.. TryShards(index) ?? []];
        if (shards.Length > 0 && shards.All(ModelFolder.IsPlainName)) return shards;
        throw new ClozeException(
            $"{index} does not name the files of the weights.", "Remove it, so that it is downloaded again.");
    }

    /// <summary>Whether a folder has all that is needed.</summary>
    public static bool AreIn(string folder, HubParts parts)
    {
        bool Has(string file) => IsThere(Path.Combine(folder, file));
        if (!Has(Config) || !(Has(Tokenizer) || Has(Vocabulary) || (Has(Pieces) && Has(Merges)))) return false;
        return parts == HubParts.Tokenizer || s_weights.Any(form => Has(form.Single)
            || (Has(form.Index) && TryShards(Path.Combine(folder, form.Index)) is { } shards && shards.All(Has)));
    }

    /// <summary>Whether a file is there; a link that leads nowhere is not.</summary>
    public static bool IsThere(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.Exists ?? File.Exists(path);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static IEnumerable<string>? TryShards(string index)
    {
        try
        {
            JsonElement json = UntrustedJson.Parse(UntrustedFile.Read(index, MostIndexBytes));
            if (json.ValueKind != JsonValueKind.Object
                || !json.TryGetProperty("weight_map", out JsonElement map)
                || map.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            return [.. map.EnumerateObject().Select(entry => UntrustedJson.IsText(entry.Value)
                ? entry.Value.GetString()!
                : "").Distinct().Order(StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is JsonException or ClozeException or InvalidOperationException)
        {
            return null;
        }
    }
}
