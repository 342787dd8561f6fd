using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Text;

public class DecodeEachTests
{
    private static readonly string[] s_pieces =
        [.. new SpecialTokens().All, "a", "do", "not", "##s", ".", "'", "'s", "n't", "##.", "it"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void EachTextIsThatOfTheWholeSequence(bool skipSpecialTokens)
    {
        var tokenizer = Tokenizer.Create(Vocabulary.Create(s_pieces));
        int[] choices = [.. Enumerable.Range(0, s_pieces.Length)];
        for (int number = 0; number < 200; number++)
        {
            var random = new KeyedRandom(4, RandomPurpose.Order, 0, (ulong)number);
            int[] ids = new int[1 + random.NextInteger(6)];
            for (int i = 0; i < ids.Length; i++) ids[i] = random.NextInteger(s_pieces.Length);
            int position = random.NextInteger(ids.Length);
            string[] texts = tokenizer.DecodeEach(ids, position, choices, skipSpecialTokens);
            foreach (int choice in choices)
            {
                ids[position] = choice;
                Assert.Equal(tokenizer.Decode(ids, skipSpecialTokens), texts[choice]);
            }
        }
    }
}
