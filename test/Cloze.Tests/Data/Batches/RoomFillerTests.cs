using System.Numerics;
using Cloze.Data;
using CsCheck;
using Xunit;

namespace Cloze.Tests.Data;

public class RoomFillerTests
{
    [Theory]
    [InlineData(new[] { 5, 4, 3 }, 7, 0b110)]
    [InlineData(new[] { 5, 4, 3 }, 8, 0b101)]
    [InlineData(new[] { 5, 4, 3 }, 2, 0)]
    [InlineData(new[] { 5, 4, 3 }, 100, 0b111)]
    [InlineData(new[] { 4, 4, 4 }, 8, 0b011)]
    [InlineData(new int[0], 8, 0)]
    [InlineData(new[] { 64, 64 }, 128, 0b11)]
    public void TheRestIsFilledByTheGreatestSumAndTheEarliest(int[] lengths, int room, int expected) =>
        Assert.Equal((ulong)expected, new RoomFiller(200).Choose(lengths, room));

    [Fact]
    public void NoOtherChoiceFillsMore() => Property.Holds(
        Gen.Select(Gen.Int[1, 150].Array[0, 10], Gen.Int[0, 400]),
        500,
        sample =>
        {
            (int[] lengths, int room) = sample;
            int Sum(ulong taken) => lengths.Where((_, i) => ((taken >> i) & 1) != 0).Sum();
            int best = Enumerable.Range(0, 1 << lengths.Length).Select(taken => Sum((ulong)taken))
                .Where(sum => sum <= room).Max();
            ulong chosen = new RoomFiller(400).Choose(lengths, room);
            Assert.Equal(best, Sum(chosen));
            Assert.InRange(BitOperations.PopCount(chosen), 0, lengths.Length);
        });

    [Fact]
    public void AsManyAsMayWaitAreChosenFrom() =>
        Assert.Equal(ulong.MaxValue, new RoomFiller(640).Choose([.. Enumerable.Repeat(10, WaitingTurns.Most)], 640));
}
