using System.Collections.Concurrent;
using Cloze.Text;

namespace Cloze.Tests.Text;

/// <summary>The four public BERT vocabularies as tokenizers, each opened once.</summary>
internal static class GoldenVocabularies
{
    private static readonly ConcurrentDictionary<string, Tokenizer> s_tokenizers = new();

    public static Tokenizer Tokenizer(string name)
    {
        string file = name == "multilingual" ? "bert-base-multilingual-cased" : $"bert-base-{name}";
        string path = SharedFiles.Require($"data/vocab/{file}-vocab.txt");
        return s_tokenizers.GetOrAdd(name, _ => Cloze.Text.Tokenizer.Create(
            Vocabulary.Load(path), new TokenizerOptions { LowerCase = name == "uncased" }));
    }
}
