using Cloze.Compute;
using Cloze.Kernels;
using Cloze.Tests.Kernels;
using Cloze.Tests.Reference;
using Xunit;

namespace Cloze.Tests.Compute;

public class CpuBackendLinearTests
{
    // Whether factors are copied or read in place.
    public static TheoryData<InstructionSet, bool> Readings
    {
        get
        {
            var rows = new TheoryData<InstructionSet, bool>();
            foreach (InstructionSet path in InstructionPaths.Tested)
            {
                rows.Add(path, false);
                rows.Add(path, true);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Readings))]
    public void TheProductsAgreeWithTheReference(InstructionSet path, bool copiesFactors)
    {
        using var backend = new CpuBackend(2, path, copiesFactors: copiesFactors);
        using var reference = new ReferenceBackend();
        foreach ((int tokens, int inputs, int outputs) in new[]
        {
            (1, 1, 1), (37, 19, 70), (150, 64, 33), (300, 7, 5), (90, 75, 70),
        })
        {
            using var ours = new Operands(backend.CreateArena("ours", 1 << 17), tokens, inputs, outputs);
            using var theirs = new Operands(reference.CreateArena("theirs", 1 << 17), tokens, inputs, outputs);
            ours.Fill(backend.Upload);
            theirs.Fill(reference.Upload);
            backend.Linear(ours.Input, ours.Weight, ours.Bias, ours.Output);
            reference.Linear(theirs.Input, theirs.Weight, theirs.Bias, theirs.Output);
            AssertClose(backend, ours.Output, reference, theirs.Output);
            backend.Linear(ours.Input, ours.Weight, Tensor.None, ours.Output);
            reference.Linear(theirs.Input, theirs.Weight, Tensor.None, theirs.Output);
            AssertClose(backend, ours.Output, reference, theirs.Output);
            foreach (bool add in new[] { true, false })
            {
                backend.LinearInputGradient(ours.Output, ours.Weight, add, ours.Input);
                reference.LinearInputGradient(theirs.Output, theirs.Weight, add, theirs.Input);
                AssertClose(backend, ours.Input, reference, theirs.Input);
            }

            backend.LinearWeightGradient(ours.Output, ours.Input, ours.Weight, ours.Bias);
            reference.LinearWeightGradient(theirs.Output, theirs.Input, theirs.Weight, theirs.Bias);
            AssertClose(backend, ours.Weight, reference, theirs.Weight);
            AssertClose(backend, ours.Bias, reference, theirs.Bias);
        }
    }

    [Theory]
    [MemberData(nameof(Readings))]
    public void BothGradientsAtOnceHaveTheBitsOfEachAlone(InstructionSet path, bool copiesFactors)
    {
        using var backend = new CpuBackend(2, path, copiesFactors: copiesFactors);
        foreach ((int tokens, int inputs, int outputs) in new[] { (1, 1, 1), (37, 19, 70), (700, 64, 133) })
        {
            foreach (bool add in new[] { true, false })
            {
                using var alone = new Operands(backend.CreateArena("alone", 1 << 18), tokens, inputs, outputs);
                using var both = new Operands(backend.CreateArena("both", 1 << 18), tokens, inputs, outputs);
                alone.Fill(backend.Upload);
                both.Fill(backend.Upload);
                backend.LinearWeightGradient(alone.Output, alone.Input, alone.WeightGradient, alone.Bias);
                backend.LinearInputGradient(alone.Output, alone.Weight, add, alone.InputGradient);
                backend.LinearBackward(
                    both.Output, both.Input, both.Weight, add, both.InputGradient, both.WeightGradient, both.Bias);
                Assert.Equal(Values(backend, alone.InputGradient), Values(backend, both.InputGradient));
                Assert.Equal(Values(backend, alone.WeightGradient), Values(backend, both.WeightGradient));
                Assert.Equal(Values(backend, alone.Bias), Values(backend, both.Bias));
            }
        }
    }

    [Fact]
    public void ShapesThatDoNotFitAreErrors()
    {
        using var backend = new CpuBackend(1);
        using var operands = new Operands(backend.CreateArena("test", 4096), 4, 5, 6);
        Assert.Throws<ArgumentException>(
            () => backend.Linear(operands.Weight, operands.Weight, operands.Bias, operands.Output));
        Assert.Throws<ArgumentException>(
            () => backend.Linear(operands.Input, operands.Weight, operands.Input, operands.Output));
        Assert.Throws<ArgumentException>(
            () => backend.LinearInputGradient(operands.Input, operands.Weight, false, operands.Input));
        Assert.Throws<ArgumentException>(
            () => backend.LinearWeightGradient(operands.Output, operands.Input, operands.Input, operands.Bias));
        Assert.Throws<ArgumentException>(() => backend.LinearBackward(
            operands.Output,
            operands.Input,
            operands.Weight,
            false,
            operands.InputGradient,
            operands.Input,
            operands.Bias));
    }

    private static void AssertClose(CpuBackend backend, Tensor ours, ReferenceBackend reference, Tensor theirs)
    {
        float[] actual = new float[(int)ours.Count], expected = new float[actual.Length];
        backend.Download(ours, actual);
        reference.Download(theirs, expected);
        float largest = expected.Max(MathF.Abs);
        for (int i = 0; i < actual.Length; i++) Assert.Equal(expected[i], actual[i], 3e-6f * largest);
    }

    private static float[] Values(CpuBackend backend, Tensor tensor)
    {
        float[] values = new float[(int)tensor.Count];
        backend.Download(tensor, values);
        return values;
    }

    private sealed class Operands(Arena arena, int tokens, int inputs, int outputs) : IDisposable
    {
        public Tensor Input { get; } = arena.Take(tokens, inputs);

        public Tensor Weight { get; } = arena.Take(outputs, inputs);

        public Tensor Bias { get; } = arena.Take(1, outputs);

        public Tensor Output { get; } = arena.Take(tokens, outputs);

        public Tensor InputGradient { get; } = arena.Take(tokens, inputs);

        public Tensor WeightGradient { get; } = arena.Take(outputs, inputs);

        public void Fill(UploadTo upload)
        {
            uint index = 0;
            foreach (Tensor tensor in new[] { Input, Weight, Bias, Output, InputGradient, WeightGradient })
            {
                var random = new KeyedRandom(9, RandomPurpose.Weights, 0, index++);
                float[] values = new float[(int)tensor.Count];
                for (int i = 0; i < values.Length; i++) values[i] = (2 * random.NextSingle()) - 1;
                upload(values, tensor);
            }
        }

        public void Dispose() => arena.Dispose();
    }

    private delegate void UploadTo(ReadOnlySpan<float> source, Tensor destination);
}
