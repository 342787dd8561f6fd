using Cloze.Compute;
using Xunit;

namespace Cloze.Tests.Compute.Cuda;

/// <summary>The texts of attention, run on the processor lane by lane, against the reference.</summary>
[Trait("Slow", "Emulated")]
public class AttentionLauncherTests
{
    private const int Heads = 2;

    public static TheoryData<int, int, int[], bool> Shapes
    {
        get
        {
            var shapes = new TheoryData<int, int, int[], bool>();
            foreach (bool drops in (bool[])[false, true])
            {
                // Sequences of several tiles and of one, of one only, of half a tile at most; one of many stages.
                shapes.Add(2, 64, [37, 64, 130, 0, 5, 1], drops);
                shapes.Add(2, 32, [140, 33], drops);
                shapes.Add(2, 64, [120, 40, 128], drops);
                shapes.Add(2, 32, [97], drops);
                shapes.Add(2, 64, [61, 0, 3], drops);
                shapes.Add(2, 32, [64], drops);
                shapes.Add(2, 64, [200], drops);
                shapes.Add(2, 20, [37, 0, 5], drops);
                shapes.Add(4, 64, [33, 7], drops);
                shapes.Add(4, 5, [37, 64, 1], drops);
                shapes.Add(4, 160, [9], drops);
            }

            return shapes;
        }
    }

    public static TheoryData<int, int[], int, bool> Windows => new()
    {
        // Its own token alone; within a tile; across tiles; as far as a tile; blocks of 64 rows and of 128; several.
        { 64, [37, 130, 1], 0, false },
        { 64, [61, 3], 5, true },
        { 64, [200, 20], 5, true },
        { 64, [250], 64, false },
        { 32, [97, 5], 40, true },
        { 32, [270], 32, false },
        { 32, [64, 30], 16, false },
        { 20, [37, 50], 5, true },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void ForwardAndBackwardAreTheReference(int elementSize, int size, int[] lengths, bool drops) =>
        Compare(elementSize, size, lengths, AttentionPattern.Unbounded, drops);

    [Theory]
    [MemberData(nameof(Windows))]
    public void AWindowHidesWhatItHidesInTheReference(int size, int[] lengths, int window, bool drops) =>
        Compare(2, size, lengths, window, drops);

    private static void Compare(
        int elementSize, int size, int[] lengths, int window, bool drops, bool candidates = false)
    {
        using var launcher = new EmulatedLauncher(elementSize) { LateCopies = drops, Backwards = drops };
        using var oracle = new Oracle();
        int[] starts = [0, .. lengths.Select((_, i) => lengths.Take(i + 1).Sum())];
        int tokens = starts[^1], hidden = Heads * size;
        Dropout dropout = drops ? Oracle.Dropped : Dropout.None;
        float[] qkv = Values.Normal(tokens * 3 * hidden, 1), dy = Values.Normal(tokens * hidden, 2);
        var tiles = new AttentionTileList();
        tiles.Build(starts, AttentionLauncher.TileRows);
        var places = new AttentionOperands
        {
            QueryKeyValue = launcher.Elements(qkv),
            Starts = launcher.Of(starts),
            Tiles = launcher.Of(tiles.Tiles),
            LogSumExp = launcher.Take(tokens * Heads * 4),
            Output = launcher.TakeElements(tokens * hidden),
            OutputGradient = launcher.Elements(dy),
            QueryKeyValueGradient = launcher.TakeElements(tokens * 3 * hidden),
            ColumnSums = launcher.Of(new float[3 * hidden]),
        };
        var kernels = new AttentionLauncher(launcher) { TakesCandidates = candidates };
        kernels.Forward(places, tiles, Heads, size, dropout, window);
        bool isSummed = kernels.Backward(places, tiles, tokens, Heads, size, dropout, window);

        Tensor input = oracle.Of(qkv, tokens, 3 * hidden), sums = oracle.Take(tokens, Heads);
        Tensor output = oracle.Take(tokens, hidden), gradient = oracle.Take(tokens, 3 * hidden);
        var pattern = new AttentionPattern(Heads, window);
        oracle.Backend.Attention(input, starts, pattern, dropout, sums, output);
        oracle.Backend.AttentionBackward(
            input, starts, pattern, dropout, sums, output, oracle.Of(dy, tokens, hidden), gradient);
        double tolerance = elementSize == 2 ? 0.015 : 1e-5;
        Values.Near(oracle.Read(output), launcher.Read(places.Output, tokens * hidden), tolerance, "output");
        Values.Near(
            oracle.Read(sums), EmulatedLauncher.ReadFloats(places.LogSumExp, tokens * Heads), 1e-5, "log-sum-exp");
        Values.Near(
            oracle.Read(gradient),
            launcher.Read(places.QueryKeyValueGradient, tokens * 3 * hidden),
            2 * tolerance,
            "gradient");
        if (!isSummed) return;
        float[] rows = oracle.Read(gradient), columns = new float[3 * hidden];
        for (int i = 0; i < rows.Length; i++) columns[i % columns.Length] += rows[i];
        Values.Near(
            columns, EmulatedLauncher.ReadFloats(places.ColumnSums, columns.Length), 4 * tolerance, "column sums");
    }

    [Theory]
    [InlineData(new[] { 270, 1 }, false)]
    [InlineData(new[] { 129, 200 }, true)]
    [InlineData(new[] { 300, 40, 129 }, false)]
    [InlineData(new[] { 128, 40, 1, 0, 100 }, false)]
    [InlineData(new[] { 64, 17, 97 }, true)]
    public void CandidatesAreTheReference(int[] lengths, bool drops) =>
        Compare(2, 64, lengths, AttentionPattern.Unbounded, drops, candidates: true);

    [Fact]
    public void TheBitsDoNotDependOnTheOrderOfThreadsOrCopies()
    {
        float[] qkv = Values.Normal(70 * 192, 1);
        Assert.Equal(Forward(qkv, late: false, backwards: false), Forward(qkv, late: true, backwards: true));
    }

    [Fact]
    public void TilesCoverEverySequenceLongestFirst()
    {
        var tiles = new AttentionTileList();
        tiles.Build([0, 5, 5, 305, 433], 128);
        Assert.Equal(300, tiles.Longest);
        Assert.Equal([2, 0, 2, 128, 2, 256, 3, 0, 0, 0, 2, 0], tiles.Tiles.ToArray());
        tiles.Build([0], 128);
        Assert.Equal(0, tiles.Count);
    }

    private static float[] Forward(float[] qkv, bool late, bool backwards)
    {
        using var launcher = new EmulatedLauncher(2) { LateCopies = late, Backwards = backwards };
        var tiles = new AttentionTileList();
        tiles.Build([0, 70], AttentionLauncher.TileRows);
        DevicePointer output = launcher.TakeElements(70 * 64);
        var places = new AttentionOperands
        {
            QueryKeyValue = launcher.Elements([.. qkv]),
            Starts = launcher.Of([0, 70]),
            Tiles = launcher.Of(tiles.Tiles),
            Output = output,
        };
        new AttentionLauncher(launcher).Forward(places, tiles, 1, 64, Dropout.None);
        return launcher.Read(output, 70 * 64);
    }
}
