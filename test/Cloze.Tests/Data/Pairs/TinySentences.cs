using Cloze.Data;

namespace Cloze.Tests.Data;

/// <summary>Documents of sentences of numbers: a line is a sentence, the words are ids.</summary>
internal static class TinySentences
{
    /// <summary>Documents of 1 to so many sentences of 1 to so many random ordinary pieces.</summary>
    public static string[] Documents(int count, int mostSentences, int longest, ulong seed = 1)
    {
        string[] documents = new string[count];
        for (int document = 0; document < count; document++)
        {
            var random = new KeyedRandom(seed, RandomPurpose.Weights, 98, (ulong)document);
            string[] sentences = new string[1 + random.NextInteger(mostSentences)];
            for (int i = 0; i < sentences.Length; i++)
            {
                sentences[i] = Sentence(1 + random.NextInteger(longest), ref random);
            }

            documents[document] = string.Join('\n', sentences);
        }

        return documents;
    }

    public static SentenceStore Store(params string[] documents) => new(
        TokenStoreBuilder.BuildInMemory(
            documents,
            SentenceStore.Tokenizer(
                (text, ids) => TinyCorpus.Tokenize(text.ToString(), ids), SentenceRule.Line, TinyCorpus.SeparatorId),
            TinyCorpus.Pieces(),
            SentenceStore.Options(threads: 1)),
        TinyCorpus.Pieces());

    /// <summary>The sentences of a document, as ids.</summary>
    public static List<int[]> Sentences(string document) =>
        [.. document.Split('\n').Select(line => line.Split(' ').Select(int.Parse).ToArray())];

    /// <summary>The ids of a part of a document.</summary>
    public static int[] Ids(string[] documents, TokenSpan span) =>
        [.. Sentences(documents[span.Document]).SelectMany(ids => ids).Skip(span.Start).Take(span.Length)];

    private static string Sentence(int words, ref KeyedRandom random)
    {
        int[] ids = new int[words];
        for (int i = 0; i < words; i++) ids[i] = TinyCorpus.SpecialCount + random.NextInteger(900);
        return string.Join(' ', ids);
    }
}
