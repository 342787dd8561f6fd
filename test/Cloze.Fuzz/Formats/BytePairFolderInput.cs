using Cloze.Text;

namespace Cloze.Fuzz;

/// <summary>One of the two files of a byte-level BPE tokenizer, beside the other one as it was made.</summary>
internal sealed class BytePairFolderInput : FuzzFormat
{
    private static readonly byte[][] s_words = Mix.Words(
        "\u0120", "\u0120a", "\u010A", "<s>", "</s>", "<mask>", "<pad>", "<unk>", "#version: 0.2\n", " ", "\n",
        "\u0120t h\n", "t h\n", "a a\n", ":0", ":4294967296", ",\"\":0");

    private readonly string _name;
    private readonly string _folder;

    public BytePairFolderInput(string name)
    {
        _name = name;
        _folder = Path.Combine(Folder, "pairs");
        var options = new BytePairTrainerOptions { VocabularySize = 300 };
        BytePairTrainer.Train([.. SeedModel.Documents, "the old cat, the old caf\u00e9 \u4f60\u597d"], options)
            .Save(_folder);
        File.Delete(Path.Combine(_folder, "tokenizer.json"));
        Seeds = [File.ReadAllBytes(Path.Combine(_folder, name))];
    }

    public override IReadOnlyList<byte[]> Seeds { get; }

    public override byte[] Mutate(byte[] input, byte[] other, Draw draw) => _name == "vocab.json"
        ? Mix.Json(input, other, s_words, draw)
        : ByteMutator.Mutate(input, other, [.. Mix.TextWords, .. s_words], draw);

    public override string Run(byte[] input)
    {
        File.WriteAllBytes(Path.Combine(_folder, _name), input);
        return TokenizerChecks.Run(Tokenizer.Load(_folder), Folder);
    }
}
