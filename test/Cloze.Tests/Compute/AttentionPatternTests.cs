using Cloze.Compute;
using Cloze.Kernels;
using Cloze.Tests.Kernels;
using Xunit;

namespace Cloze.Tests.Compute;

/// <summary>Attention within windows and with rotary positions, on every path, against the reference.</summary>
[Trait("Slow", "Emulated")]
public class AttentionPatternTests
{
    private const double Theta = 50;

    private static readonly Dropout s_tenth = new(0.1f, 7, 3, 2);

    public static TheoryData<InstructionSet> Paths => InstructionPaths.Rows;

    [Theory]
    [MemberData(nameof(Paths))]
    public void WindowsAndPositionsOfManyShapes(InstructionSet path)
    {
        int[] starts = [0, 1, 3, 20, 36, 53, 117, 118];
        foreach ((int heads, int size) in new[] { (1, 2), (2, 8), (3, 6), (2, 16), (1, 34), (2, 64) })
        {
            foreach (int window in new[] { 0, 1, 9, 31, AttentionPattern.Unbounded })
            {
                Stage.AssertAgrees(path, 4e-6, stage => Attended(stage, starts, heads, size, window, true, s_tenth));
            }

            Stage.AssertAgrees(path, 4e-6, stage => Attended(stage, starts, heads, size, 7, false, Dropout.None));
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void WindowsOfALongSequence(InstructionSet path)
    {
        foreach (int window in new[] { 0, 5, 64, 300 })
        {
            Stage.AssertAgrees(path, 8e-6, stage => Attended(stage, [0, 730, 735], 1, 16, window, true, s_tenth));
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void SequencesOfEveryLength(InstructionSet path)
    {
        const int together = 4, longest = 256;
        for (int length = 1; length <= longest; length += together)
        {
            int[] starts = new int[together + 1];
            for (int i = 0; i < together; i++) starts[i + 1] = starts[i] + length + together - 1 - i;
            int window = length % 3 == 0 ? 3 : 20;
            Stage.AssertAgrees(path, 6e-6, stage => Attended(stage, starts, 1, 2, window, true, Dropout.None));
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void AWindowThatReachesAllKeysChangesNoBit(InstructionSet path)
    {
        using var backend = new CpuBackend(1, path);
        int[] starts = [0, 130, 131, 300];
        IReadOnlyList<float[]> Shown(int window) => Stage.Play(
            backend, stage => Attended(stage, starts, 2, 32, window, false, s_tenth));
        IReadOnlyList<float[]> expected = Shown(AttentionPattern.Unbounded);
        foreach (int window in new[] { 168, 169, 10_000, int.MaxValue - 1 }) Assert.Equal(expected, Shown(window));
        Assert.NotEqual(expected, Shown(167));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void TheNumberOfThreadsChangesNoBit(InstructionSet path) =>
        Stage.AssertSameBitsForAnyThreads(path, stage =>
        {
            Attended(stage, [0, 1, 20, 36, 53, 217, 218], 2, 16, 11, true, s_tenth);
            Attended(stage, [0, 1, 20, 36, 53, 217, 218], 2, 16, AttentionPattern.Unbounded, true, Dropout.None);
        });

    [Theory]
    [MemberData(nameof(Paths))]
    public void ASequenceAloneHasTheBitsItHasInABatch(InstructionSet path)
    {
        using var backend = new CpuBackend(2, path);
        float[] rows = EveryRow(190), batch = Output(backend, rows, [0, 60, 190]);
        Assert.Equal(batch[(60 * 8)..], Output(backend, rows[(60 * 24)..], [0, 130]));
    }

    [Fact]
    public void PairsAreCounted()
    {
        Assert.Equal(9 + 1 + 16, new AttentionPattern(1).Pairs([0, 3, 4, 4, 8]));
        Assert.Equal(8, new AttentionPattern(1, 0).Pairs([0, 3, 4, 4, 8]));
        Assert.Equal(7 + 1 + 10, new AttentionPattern(1, 1).Pairs([0, 3, 4, 4, 8]));
        Assert.Equal(9 + 1 + 14, new AttentionPattern(1, 2).Pairs([0, 3, 4, 4, 8]));
        Assert.Equal(0, new AttentionPattern(1, 2).Pairs([0]));
        Assert.Equal(3, ((AttentionPattern)3).Heads);
    }

    private static float[] EveryRow(int tokens)
    {
        var random = new KeyedRandom(3, RandomPurpose.Weights, 0, 9);
        return [.. Enumerable.Range(0, tokens * 24).Select(_ => (float)random.NextNormal())];
    }

    private static float[] Output(Backend backend, float[] rows, int[] starts)
    {
        using var stage = new Stage(backend, 1);
        Tensor input = stage.Of(rows, starts[^1], 24), output = stage.Fresh(starts[^1], 8);
        var pattern = new AttentionPattern(2, 10, stage.Of(RotaryAngles.Table(130, 4, Theta), 130, 4));
        backend.Attention(input, starts, pattern, Dropout.None, Tensor.None, output);
        stage.Show(output);
        return stage.Shown[0];
    }

    private static void Attended(
        Stage stage, int[] starts, int heads, int size, int window, bool turns, Dropout dropout)
    {
        int tokens = starts[^1], hidden = heads * size, longest = 0;
        for (int s = 1; s < starts.Length; s++) longest = Math.Max(longest, starts[s] - starts[s - 1]);
        Tensor angles = turns ? stage.Of(RotaryAngles.Table(longest, size, Theta), longest, size) : Tensor.None;
        var pattern = new AttentionPattern(heads, window, angles);
        Tensor input = stage.Normal(tokens, 3 * hidden), output = stage.Fresh(tokens, hidden);
        Tensor logSumExp = stage.Fresh(tokens, heads);
        stage.Backend.Attention(input, starts, pattern, dropout, logSumExp, output);
        foreach (Tensor shown in new[] { input, output, logSumExp }) stage.Show(shown);
        Tensor outputGradient = stage.Normal(tokens, hidden), gradient = stage.Fresh(tokens, 3 * hidden);
        stage.Backend.AttentionBackward(
            input, starts, pattern, dropout, logSumExp, output, outputGradient, gradient);
        stage.Show(gradient);
    }
}
