using Cloze.Compute;
using Cloze.Kernels;
using Cloze.Tests.Reference;
using Xunit;

namespace Cloze.Tests.Compute;

/// <summary>
/// A backend with memory and repeatable values. A scenario played on two stages has the same inputs on both, so that
/// what it shows can be compared.
/// </summary>
internal sealed class Stage(Backend backend, uint seed) : IDisposable
{
    private readonly Arena _arena = backend.CreateArena("test", 1 << 21);
    private readonly List<float[]> _shown = [];
    private uint _index;

    public Backend Backend { get; } = backend;

    public IReadOnlyList<float[]> Shown => _shown;

    /// <summary>Plays the scenario on a path and on the reference; all that it shows must agree.</summary>
    /// <param name="path">The path under test.</param>
    /// <param name="tolerance">The largest difference, as a share of the largest value of the same tensor.</param>
    /// <param name="scenario">Operations, and what to show of their results.</param>
    public static void AssertAgrees(InstructionSet path, double tolerance, Action<Stage> scenario)
    {
        using var backend = new CpuBackend(2, path);
        using var reference = new ReferenceBackend();
        IReadOnlyList<float[]> actual = Play(backend, scenario), expected = Play(reference, scenario);
        Assert.Equal(expected.Count, actual.Count);
        for (int tensor = 0; tensor < expected.Count; tensor++)
        {
            double largest = expected[tensor].Select(Math.Abs).DefaultIfEmpty().Max();
            for (int i = 0; i < expected[tensor].Length; i++)
            {
                double difference = Math.Abs((double)expected[tensor][i] - actual[tensor][i]);
                Assert.True(
                    difference <= tolerance * largest,
                    $"{path}, shown tensor {tensor}, value {i}: {actual[tensor][i]:R}, expected "
                    + $"{expected[tensor][i]:R}; off by {difference / largest:E1} of the largest.");
            }
        }
    }

    /// <summary>Plays the scenario with one, two and three threads; all it shows must have the same bits.</summary>
    public static void AssertSameBitsForAnyThreads(InstructionSet path, Action<Stage> scenario)
    {
        using var one = new CpuBackend(1, path);
        IReadOnlyList<float[]> expected = Play(one, scenario);
        foreach (int threads in new[] { 2, 3 })
        {
            using var backend = new CpuBackend(threads, path);
            Assert.Equal(expected, Play(backend, scenario));
        }
    }

    public static IReadOnlyList<float[]> Play(Backend backend, Action<Stage> scenario, uint seed = 1)
    {
        using var stage = new Stage(backend, seed);
        scenario(stage);
        return stage.Shown;
    }

    /// <summary>A tensor of normal values around <paramref name="mean"/>.</summary>
    public Tensor Normal(int rows, int columns, double deviation = 1, double mean = 0)
    {
        var random = new KeyedRandom(seed, RandomPurpose.Weights, 0, _index++);
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.Length; i++) values[i] = (float)(mean + (deviation * random.NextNormal()));
        return Of(values, rows, columns);
    }

    public Tensor Of(float[] values, int rows, int columns)
    {
        Tensor tensor = _arena.Take(rows, columns);
        Backend.Upload(values, tensor);
        return tensor;
    }

    /// <summary>A tensor whose values must not matter.</summary>
    public Tensor Fresh(int rows, int columns) => Of([.. Enumerable.Repeat(-77f, rows * columns)], rows, columns);

    public int[] Indices(int count, int limit)
    {
        var random = new KeyedRandom(seed, RandomPurpose.Order, 0, _index++);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextInteger(limit))];
    }

    public void Show(Tensor tensor)
    {
        float[] values = new float[(int)tensor.Count];
        Backend.Download(tensor, values);
        Show(values);
    }

    public void Show(float[] values) => _shown.Add(values);

    public void Dispose() => _arena.Dispose();
}
