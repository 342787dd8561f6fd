using Cloze.Compute;
using Cloze.Models;
using Cloze.Tests.Compute.Cuda;
using Cloze.Tests.Models;
using Cloze.Tests.Reference;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>Every optimizer beside its paper's formulas in double precision, on each path of the processor.</summary>
public sealed class OptimizerRuleTests
{
    private const int Steps = 5;
    private const float Rate = 0.02f;

    // Matrices that are square, tall and wide.
    private static readonly ParameterLayout _layout = new(
        new EncoderConfig
        {
            VocabularySize = 9,
            HiddenSize = 12,
            LayerCount = 2,
            AttentionHeadCount = 2,
            InnerSize = 30,
            MaximumPositions = 7,
        },
        ModelOutputs.MaskedLanguageModel);

    public static TheoryData<OptimizerKind, string> Rules
    {
        get
        {
            var data = new TheoryData<OptimizerKind, string>();
            foreach (OptimizerKind kind in Enum.GetValues<OptimizerKind>())
            {
                foreach (string backend in TestBackends.Names) data.Add(kind, backend);
            }

            return data;
        }
    }

    public static TheoryData<OptimizerKind> Kinds => [.. Enum.GetValues<OptimizerKind>()];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Weights_move_as_the_paper_says(OptimizerKind kind, string backendName)
    {
        Recipe recipe = RecipeOf(kind);
        using Backend backend = TestBackends.Create(backendName, threads: 2);

        float[] actual = Play(backend, recipe);

        double[] expected = Expected(recipe);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 2e-5);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_device_moves_them_as_the_paper_says(OptimizerKind kind)
    {
        Recipe recipe = RecipeOf(kind);
        double[] expected = Expected(recipe);
        foreach (TensorElement element in Enum.GetValues<TensorElement>())
        {
            using var device = new EmulatedDevice(element);

            float[] actual = Play(device.Backend, recipe);

            // Products of bfloat16 turn a direction by a few parts in a hundred.
            bool isRounded = kind == OptimizerKind.Muon && element == TensorElement.BFloat16;
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], isRounded ? 5e-3 : 2e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_device_averages_as_the_processor_does(OptimizerKind kind)
    {
        Recipe recipe = RecipeOf(kind) with { AverageSteps = 3 };
        using var processor = new CpuBackend(1);
        using var device = new EmulatedDevice(TensorElement.Float32);

        float[] expected = Play(processor, recipe), actual = Play(device.Backend, recipe);

        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 2e-5);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_number_of_threads_changes_no_bit(OptimizerKind kind)
    {
        using var one = new CpuBackend(1);
        float[] expected = Play(one, RecipeOf(kind) with { AverageSteps = 3 });
        foreach (int threads in new[] { 2, 3 })
        {
            using var backend = new CpuBackend(threads);
            Assert.Equal(expected, Play(backend, RecipeOf(kind) with { AverageSteps = 3 }));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Gradients_become_zero_and_the_scale_is_that_of_the_gradients(OptimizerKind kind)
    {
        using var backend = new CpuBackend(2);
        using Optimizer optimizer = Optimizer.Create(backend, _layout, RecipeOf(kind));
        using Arena arena = backend.CreateArena("test", 2 * Arena.SizeOf(1, Length));
        Tensor parameters = arena.Take(1, Length), gradients = arena.Take(1, Length);
        backend.Upload(Gradient(1), gradients);
        optimizer.Step(gradients, Rate, 0.5f, 1, parameters);

        Every.Item(Download(backend, gradients), value => Assert.Equal(0, value));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Memory_is_what_was_foreseen(OptimizerKind kind)
    {
        Recipe recipe = RecipeOf(kind) with { AverageSteps = 3 };
        using var backend = new ReferenceBackend();
        using Optimizer optimizer = Optimizer.Create(backend, _layout, recipe);

        long taken = sizeof(float) * backend.LiveArenas.Sum(arena => (long)arena.Capacity);

        // Every tensor is rounded up to whole cache lines.
        Assert.InRange(taken - Optimizer.Bytes(_layout, recipe), 0, 3 * 64);
    }

    private static int Length => checked((int)_layout.Length);

    private static Recipe RecipeOf(OptimizerKind kind) => new Recipe().For(kind) with { WeightDecay = 0.1f };

    private static float[] Play(Backend backend, Recipe recipe)
    {
        using Optimizer optimizer = Optimizer.Create(backend, _layout, recipe);
        using Arena arena = backend.CreateArena("test", 2 * Arena.SizeOf(1, Length));
        Tensor parameters = arena.Take(1, Length), gradients = arena.Take(1, Length);
        backend.Upload(Start(), parameters);
        for (int step = 1; step <= Steps; step++)
        {
            backend.Upload(Gradient(step), gradients);
            optimizer.Step(gradients, Rate, 0.5f, step, parameters);
        }

        float[] average = recipe.AverageSteps > 0 ? Download(backend, Average(optimizer)) : [];
        return [.. Download(backend, parameters), .. average];
    }

    private static Tensor Average(Optimizer optimizer) =>
        optimizer.State.Single(state => state.Prefix == "average.").Values;

    private static double[] Expected(Recipe recipe)
    {
        double[] all = [.. Start().Select(value => (double)value)];
        var reference = new ReferenceOptimizer(recipe);
        for (int step = 1; step <= Steps; step++)
        {
            float[] gradient = Gradient(step);
            foreach (ParameterSpec parameter in _layout.Parameters)
            {
                int first = (int)parameter.Offset, count = (int)parameter.Count;
                double[] values = all[first..(first + count)];
                reference.Step(parameter, gradient.AsSpan(first, count), Rate, 0.5, step, values);
                values.CopyTo(all, first);
            }
        }

        return all;
    }

    private static float[] Start() => Draw(0, 0.3);

    private static float[] Gradient(int step) => Draw((uint)step, 0.05);

    // Normal values in the places of parameters, zero between them.
    private static float[] Draw(uint index, double deviation)
    {
        var random = new KeyedRandom(3, RandomPurpose.Weights, index, 0);
        var values = new float[Length];
        foreach (ParameterSpec parameter in _layout.Parameters)
        {
            Span<float> mine = values.AsSpan((int)parameter.Offset, (int)parameter.Count);
            for (int i = 0; i < mine.Length; i++) mine[i] = (float)(deviation * random.NextNormal());
        }

        return values;
    }

    private static float[] Download(Backend backend, Tensor tensor)
    {
        float[] values = new float[tensor.Count];
        backend.Download(tensor, values);
        return values;
    }
}
