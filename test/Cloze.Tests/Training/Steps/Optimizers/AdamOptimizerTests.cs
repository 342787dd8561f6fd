using Cloze.Compute;
using Cloze.Models;
using Cloze.Tests.Reference;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

public sealed class AdamOptimizerTests
{
    private static readonly EncoderConfig _config = new()
    {
        VocabularySize = 5,
        HiddenSize = 6,
        LayerCount = 1,
        AttentionHeadCount = 2,
        InnerSize = 10,
        MaximumPositions = 7,
    };

    [Fact]
    public void Every_parameter_moves_as_AdamW_says_and_only_matrices_decay()
    {
        var layout = new ParameterLayout(_config, ModelOutputs.MaskedLanguageModel);
        using var backend = new ReferenceBackend();
        var recipe = new Recipe { WeightDecay = 0.5f };
        using var optimizer = Optimizer.Create(backend, layout, recipe);
        using Arena arena = backend.CreateArena("test", 2 * Arena.SizeOf(1, (int)layout.Length));
        Tensor parameters = arena.Take(1, (int)layout.Length), gradients = arena.Take(1, (int)layout.Length);
        Fill(backend, layout, parameters, gradients);

        optimizer.Step(gradients, 0.1f, 2, 1, parameters);

        var result = new float[layout.Length];
        backend.Download(parameters, result);
        foreach (ParameterSpec parameter in layout.Parameters)
        {
            // At the first step the bias-corrected moments are g and g^2, so the step is rate * sign(g).
            float expected = (parameter.Decays ? 1 - (0.1f * 0.5f) : 1) - 0.1f;
            ReadOnlySpan<float> values = result.AsSpan((int)parameter.Offset, (int)parameter.Count);
            foreach (float value in values) Assert.Equal(expected, value, 1e-5f);
        }
    }

    [Fact]
    public void The_gaps_between_parameters_stay_zero()
    {
        var layout = new ParameterLayout(_config, ModelOutputs.MaskedLanguageModel);
        using var backend = new ReferenceBackend();
        using var optimizer = Optimizer.Create(backend, layout, new Recipe());
        using Arena arena = backend.CreateArena("test", 2 * Arena.SizeOf(1, (int)layout.Length));
        Tensor parameters = arena.Take(1, (int)layout.Length), gradients = arena.Take(1, (int)layout.Length);
        Fill(backend, layout, parameters, gradients);

        optimizer.Step(gradients, 0.1f, 1, 1, parameters);

        var result = new float[layout.Length];
        backend.Download(parameters, result);
        foreach (ParameterSpec parameter in layout.Parameters)
        {
            result.AsSpan((int)parameter.Offset, (int)parameter.Count).Clear();
        }

        Assert.True(result.Length > layout.ParameterCount, "The layout has no gap to test.");
        Every.Item(result, value => Assert.Equal(0, value));
    }

    private static void Fill(Backend backend, ParameterLayout layout, Tensor parameters, Tensor gradients)
    {
        var values = new float[layout.Length];
        foreach (ParameterSpec parameter in layout.Parameters)
        {
            values.AsSpan((int)parameter.Offset, (int)parameter.Count).Fill(1);
        }

        backend.Upload(values, parameters);
        backend.Upload(values, gradients);
    }
}
