using Cloze.Compute;
using Cloze.Kernels;
using Cloze.Tests.Kernels;
using Xunit;

namespace Cloze.Tests.Compute;

/// <summary>Linear layers with weights kept packed give the bits of those that read them in place.</summary>
public class PrepackedWeightsTests
{
    private const int MostRows = 40;

    // Depths: one run, several, of a stride that shares cache sets; outputs: whole panels, and others that never are.
    [Theory]
    [InlineData(32, 40)]
    [InlineData(48, 300)]
    [InlineData(16, 1024)]
    [InlineData(30, 40)]
    public void HaveTheSameBitsForEveryNumberOfRows(int outputs, int depth)
    {
        foreach (int threads in new[] { 1, 3 })
        {
            using var plain = new CpuBackend(threads);
            using var packing = new CpuBackend(threads, packsWeights: true);
            float[][] expected = Run(plain, outputs, depth, 1), found = Run(packing, outputs, depth, 1);
            Assert.Equal(expected, found);
        }
    }

    [Fact]
    public void NewWeightsTakeThePlaceOfThoseThatArePacked()
    {
        using var plain = new CpuBackend(1);
        using var packing = new CpuBackend(1, packsWeights: true);
        Assert.Equal(Run(plain, 16, 24, 2), Run(packing, 16, 24, 2));
    }

    [Fact]
    public void AreKeptFromTheThirdUseOnAndFreedWithTheBackend()
    {
        Assert.SkipUnless(PrepackedWeights.IsFor(InstructionSets.Default), "The machine's path packs no weights.");
        using var workers = new Workers(1);
        using var backend = new CpuBackend(1);
        using Arena arena = backend.CreateArena("weights", 8192);
        Tensor weight = arena.Take(32, 64);
        unsafe
        {
            using var weights = new PrepackedWeights(workers);
            Assert.True(weights.Find(weight, GemmPrepacked.FewestRows - 1) is null);
            Assert.True(weights.Find(weight, 8) is null);
            Assert.True(weights.Find(weight, 8) is null);
            float* packed = weights.Find(weight, 8);
            Assert.True(packed is not null);
            Assert.True(weights.Find(weight, 9) == packed);
            Assert.True(weights.Find(weight, 500) is null);
            weights.Forget(weight.Arena);
            Assert.True(weights.Find(weight, 8) is null);
        }
    }

    // All kinds of linear layers, so often that weights would be packed, with weights that are uploaded anew.
    private static float[][] Run(CpuBackend backend, int outputs, int depth, int uploads)
    {
        using Arena arena = backend.CreateArena("test", 1 << 20);
        Tensor input = arena.Take(MostRows, depth), weight = arena.Take(outputs, depth), bias = arena.Take(1, outputs);
        Tensor output = arena.Take(MostRows, outputs), gated = arena.Take(MostRows, outputs / 2);
        backend.Upload(EveryLength.Normal(MostRows * depth, 1), input);
        backend.Upload(EveryLength.Normal(outputs, 3), bias);
        var results = new List<float[]>();
        for (int upload = 0; upload < uploads; upload++)
        {
            backend.Upload(EveryLength.Normal(outputs * depth, 7 + (uint)upload), weight);
            for (int rows = 1; rows <= MostRows; rows++)
            {
                Tensor some = input.RowRange(0, rows), result = output.RowRange(0, rows);
                backend.Linear(some, weight, bias, result);
                results.Add(Values(backend, result));
                backend.LinearActivation(some, weight, bias, Activation.Gelu, Tensor.None, result);
                results.Add(Values(backend, result));
                backend.LinearGated(some, weight, bias, Activation.Gelu, result, gated.RowRange(0, rows));
                results.Add(Values(backend, gated.RowRange(0, rows)));
                backend.Linear(some, weight, Tensor.None, result);
                backend.LinearOfRows(some, weight, bias, outputs / 2, [rows - 1], result);
                results.Add(Values(backend, result.RowRange(rows - 1, 1)));
            }
        }

        return [.. results];
    }

    private static float[] Values(Backend backend, Tensor tensor)
    {
        float[] values = new float[tensor.Count];
        backend.Download(tensor, values);
        return values;
    }
}
