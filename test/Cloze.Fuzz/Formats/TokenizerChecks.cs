using Cloze.Text;

namespace Cloze.Fuzz;

/// <summary>What holds of any tokenizer that could be opened.</summary>
internal static class TokenizerChecks
{
    private static readonly string[] s_texts =
    [
        "", " ", "The old cat sees a tree.", "untied [MASK] dogs,  the\u00e9 [SEP]\u4f60\u597d!",
        "\ud83d\ude00 \u0130\0\ufffd", new string('a', 300), "##s [UNK]##ed the",
    ];

    /// <summary>Encodes, decodes, writes, reads again and compares.</summary>
    /// <returns>A few words on what came out.</returns>
    public static string Run(Tokenizer tokenizer, string folder)
    {
        Tokenizer? again = TryCopy(tokenizer, folder);
        int tokens = 0;
        foreach (string text in s_texts)
        {
            Encoding encoding = tokenizer.Encode(text, text.Length % 2 == 0 ? null : "a dog");
            tokens += encoding.InputIds.Length;
            _ = tokenizer.Decode(encoding.InputIds.AsSpan());
            var ids = new List<int>();
            tokenizer.AppendIds(text, ids);
            if (again is null) continue;
            Encoding copy = again.Encode(text, text.Length % 2 == 0 ? null : "a dog");
            if (!copy.InputIds.SequenceEqual(encoding.InputIds))
            {
                throw new BrokenPromiseException("a tokenizer gives the same ids when written and read again");
            }
        }

        return $"{tokenizer.Vocabulary.Count} pieces, {tokens} tokens, copied {again is not null}";
    }

    // Some cannot be written: a piece with a line end.
    private static Tokenizer? TryCopy(Tokenizer tokenizer, string folder)
    {
        string copy = Path.Combine(folder, "copy");
        try
        {
            tokenizer.Save(copy);
        }
        catch (ClozeException)
        {
            return null;
        }

        return Tokenizer.Load(copy);
    }
}
