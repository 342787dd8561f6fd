using Cloze.Text;

namespace Cloze.Fuzz;

/// <summary>A <c>vocab.txt</c>.</summary>
internal sealed class VocabularyInput : FuzzFormat
{
    private static readonly byte[][] s_words =
        [.. Mix.TextWords, .. Mix.Words("\n[MASK]\n", "\n[CLS]", "##the\n", "\n##\n", "[unused0]\n")];

    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        Bytes(string.Concat(SeedModel.Vocabulary.Pieces.Select(piece => piece + "\n"))),
        Bytes(string.Join("\r\n", SeedModel.Vocabulary.Pieces)),
    ];

    public override byte[] Mutate(byte[] input, byte[] other, Draw draw) =>
        ByteMutator.Mutate(input, other, s_words, draw);

    public override string Run(byte[] input) =>
        TokenizerChecks.Run(Tokenizer.Load(Write("vocab.txt", input)), Folder);
}
