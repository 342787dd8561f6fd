using Cloze.Evaluation;
using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Evaluation;

public sealed class PieceKindTests
{
    private static readonly Tokenizer s_tokenizer = Tokenizer.Create(Vocabulary.Create(
        [.. new SpecialTokens().All, "cat", "play", "##ing", "##s", ".", "...", "+", "19", "##84", "a1", "½", "##"]));

    private static readonly PieceKindTable s_table = PieceKindTable.Of(s_tokenizer);

    [Theory]
    [InlineData("cat", ".", PieceKind.WholeWord)]
    [InlineData("cat", "[SEP]", PieceKind.WholeWord)]
    [InlineData("play", "##ing", PieceKind.WordStart)]
    [InlineData("##ing", "##s", PieceKind.Continuation)]
    [InlineData("##ing", "cat", PieceKind.Continuation)]
    [InlineData(".", "cat", PieceKind.Punctuation)]
    [InlineData("...", "cat", PieceKind.Punctuation)]
    [InlineData("+", "cat", PieceKind.Punctuation)]
    [InlineData("19", "##84", PieceKind.Number)]
    [InlineData("##84", "cat", PieceKind.Number)]
    [InlineData("½", "cat", PieceKind.Number)]
    [InlineData("a1", "cat", PieceKind.WholeWord)]
    [InlineData("##", "cat", PieceKind.Punctuation)]
    public void APieceHasItsKind(string piece, string next, PieceKind expected) =>
        Assert.Equal(expected, s_table.KindOf(Id(piece), Id(next)));

    [Fact]
    public void EveryKindHasANameOfItsOwn()
    {
        string[] names = [.. Enum.GetValues<PieceKind>().Select(PieceKindTable.NameOf)];
        Assert.Equal(["whole word", "word start", "continuation", "punctuation", "number"], names);
    }

    private static int Id(string piece) =>
        s_tokenizer.Vocabulary.TryGetId(piece, out int id) ? id : throw new ArgumentException(piece);
}
