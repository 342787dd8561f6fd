using Cloze.Compute;
using Xunit;

namespace Cloze.Tests.Compute;

/// <summary>The optimizer's step goes on after it has returned: nobody may see that.</summary>
[Trait("Slow", "Emulated")]
public class AdamUpdateTests
{
    private const int Count = 150_001;

    private static readonly AdamStep _settings = new(1e-3f, 0.9, 0.999, 1e-6f, 0.01f, 0.5f, 1);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void ManyStepsHaveTheBitsOfOneThread(int threads)
    {
        float[] expected = Train(1), actual = Train(threads);
        Assert.Equal(expected, actual);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(16_383, 2)]
    [InlineData(70_000, 40_000)]
    [InlineData(Count - 1, 1)]
    public void WhoeverReadsSeesTheUpdate(int start, int count)
    {
        float[] expected = Train(1, steps: 1);
        for (int repeat = 0; repeat < 50; repeat++)
        {
            using var backend = new CpuBackend(3);
            using var parameters = new Parameters(backend);
            parameters.Step(1);
            float[] values = new float[count];
            backend.Download(parameters.Weights.Slice(start, 1, count), values);
            Assert.Equal(expected[start..(start + count)], values);
            float[] gradients = new float[count];
            backend.Download(parameters.Gradients.Slice(start, 1, count), gradients);
            Every.Item(gradients, gradient => Assert.Equal(0, gradient));
        }
    }

    [Fact]
    public void WhatIsWrittenNextStands()
    {
        using var backend = new CpuBackend(2);
        using var parameters = new Parameters(backend);
        for (int step = 1; step <= 200; step++)
        {
            parameters.Step(step);
            backend.Clear(parameters.Weights);
            backend.Finish();
            Assert.Equal(0, backend.SumOfSquares(parameters.Weights));
        }
    }

    [Fact]
    public void MemoryIsFreedOnlyWhenTheStepIsDone()
    {
        using var backend = new CpuBackend(2);
        for (int repeat = 0; repeat < 100; repeat++)
        {
            using var parameters = new Parameters(backend);
            parameters.Step(1);
        }
    }

    [Fact]
    public void TensorsOfOtherShapesAreAnError()
    {
        using var backend = new CpuBackend(2);
        using Arena arena = backend.CreateArena("test", 64);
        Tensor four = arena.Take(1, 4), five = arena.Take(1, 5);
        var error = Assert.Throws<ArgumentException>(() => backend.Adam(four, four, five, four, [], _settings));
        Assert.Contains("[1, 5]", error.Message);
        Assert.Contains("[1, 4]", error.Message);
    }

    [Fact]
    public void EdgesThatDoNotAscendAreAnError()
    {
        using var backend = new CpuBackend(2);
        using Arena arena = backend.CreateArena("test", 64);
        Tensor four = arena.Take(1, 4);
        var error = Assert.Throws<ArgumentException>(() => backend.Adam(four, four, four, four, [2, 1], _settings));
        Assert.Contains("edges[1] is 1, expected at least 2", error.Message);
        error = Assert.Throws<ArgumentException>(() => backend.Adam(four, four, four, four, [-1], _settings));
        Assert.Contains("edges[0] is -1, expected at least 0", error.Message);
    }

    private static float[] Train(int threads, int steps = 30)
    {
        using var backend = new CpuBackend(threads);
        using var parameters = new Parameters(backend);
        for (int step = 1; step <= steps; step++) parameters.Step(step);
        float[] values = new float[Count];
        backend.Download(parameters.Weights, values);
        return values;
    }

    private sealed class Parameters : IDisposable
    {
        private readonly CpuBackend _backend;
        private readonly Arena _weights;
        private readonly Arena _state;
        private readonly Tensor _firstMoment;
        private readonly Tensor _secondMoment;
        private readonly float[] _values = new float[Count];

        public Parameters(CpuBackend backend)
        {
            _backend = backend;
            _weights = backend.CreateArena("weights", Arena.SizeOf(1, Count));
            _state = backend.CreateArena("state", 3 * Arena.SizeOf(1, Count));
            Weights = _weights.Take(1, Count);
            Gradients = _state.Take(1, Count);
            _firstMoment = _state.Take(1, Count);
            _secondMoment = _state.Take(1, Count);
            for (int i = 0; i < Count; i++) _values[i] = (i % 13) - 6;
            backend.Upload(_values, Weights);
        }

        public Tensor Weights { get; }

        public Tensor Gradients { get; }

        public void Step(int step)
        {
            for (int i = 0; i < Count; i++) _values[i] = ((i + step) % 7) - 3;
            _backend.Upload(_values, Gradients);
            AdamStep settings = _settings with { Step = step };
            _backend.Adam(Weights, Gradients, _firstMoment, _secondMoment, [1000, 20_000, 60_000], settings);
        }

        public void Dispose()
        {
            _weights.Dispose();
            _state.Dispose();
        }
    }
}
