using System.Text.Json.Nodes;
using Cloze.Text;

namespace Cloze.Tests.Text;

/// <summary>Byte-level tokenizers as the families have them, learned from a few texts.</summary>
internal static class BytePairTokenizers
{
    /// <summary>The special tokens of <see cref="LikeModernBert"/>, in the order of their ids.</summary>
    public static string[] ModernBertTokens { get; } = ["[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]"];

    /// <summary>As RoBERTa's: special tokens first, text as it stands.</summary>
    public static Tokenizer LikeRoberta(IEnumerable<string> texts, int size) =>
        BytePairTrainer.Train(texts, new BytePairTrainerOptions { VocabularySize = size, Threads = 1 });

    /// <summary>
    /// As ModernBERT's: NFC, the special tokens added behind the model's pieces, after a run of spaces that is none.
    /// </summary>
    /// <param name="texts">What is learned from.</param>
    /// <param name="size">Pieces, special tokens and all.</param>
    /// <param name="more">Tokens to add that count only as single words.</param>
    public static Tokenizer LikeModernBert(IEnumerable<string> texts, int size, params string[] more)
    {
        using var folder = new TemporaryFolder();
        Tokenizer learned = LikeRoberta(texts, size - 1 - more.Length);
        learned.Save(folder.Path);
        JsonNode json = JsonNode.Parse(File.ReadAllText(folder.File("tokenizer.json")))!;
        string[] pieces = [.. learned.Vocabulary.Pieces.Skip(learned.Vocabulary.SpecialTokens.All.Count)];
        json["normalizer"] = new JsonObject { ["type"] = "NFC" };
        json["post_processor"] = null;
        json["model"]!["vocab"] = new JsonObject(
            pieces.Select((piece, id) => KeyValuePair.Create(piece, (JsonNode?)id)));
        json["added_tokens"] = new JsonArray(
        [
            Added(pieces.Length, "   ", isSpecial: false),
            .. ModernBertTokens.Select((name, i) => Added(pieces.Length + 1 + i, name, isSpecial: true)),
            .. more.Select((name, i) =>
                Added(pieces.Length + 1 + ModernBertTokens.Length + i, name, isSpecial: false, isWord: true)),
        ]);
        return Tokenizer.Load(Write(folder, json));
    }

    /// <summary>As RoBERTa's, of these merges.</summary>
    public static Tokenizer Of(params string[] merges)
    {
        using var folder = new TemporaryFolder();
        Tokenizer bytes = LikeRoberta(["a"], 5 + 256);
        bytes.Save(folder.Path);
        JsonNode json = JsonNode.Parse(File.ReadAllText(folder.File("tokenizer.json")))!;
        JsonNode vocabulary = json["model"]!["vocab"]!;
        foreach (string merge in merges)
        {
            vocabulary[merge.Replace(" ", "", StringComparison.Ordinal)] = vocabulary.AsObject().Count;
        }

        json["model"]!["merges"] = new JsonArray([.. merges.Select(merge => (JsonNode)merge)]);
        return Tokenizer.Load(Write(folder, json));
    }

    private static string Write(TemporaryFolder folder, JsonNode json)
    {
        // Beside it nothing speaks of RoBERTa.
        File.Delete(folder.File("tokenizer_config.json"));
        return folder.Write("tokenizer.json", json.ToJsonString());
    }

    private static JsonObject Added(int id, string content, bool isSpecial, bool isWord = false) => new()
    {
        ["id"] = id,
        ["content"] = content,
        ["single_word"] = isWord,
        ["lstrip"] = content == "[MASK]",
        ["rstrip"] = false,
        ["normalized"] = false,
        ["special"] = isSpecial,
    };
}
