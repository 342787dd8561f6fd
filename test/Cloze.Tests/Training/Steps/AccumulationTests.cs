using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>Steps of several batches, and steps that grow.</summary>
public sealed class AccumulationTests
{
    // So great an epsilon that Adam does not turn the rounding of gradients that are zero into steps.
    private static readonly Recipe _recipe = new()
    {
        BatchTokens = 48,
        SequenceLength = 8,
        LearningRate = 0.01f,
        Epsilon = 1e-4f,
        WeightDecay = 0,
    };

    [Fact]
    public void Three_batches_of_a_step_are_one_large_batch()
    {
        using var large = new PatternTrainer(_recipe, new Budget { Steps = 10 });
        using var parts = new PatternTrainer(
            _recipe with { BatchTokens = 16, Accumulation = 3 }, new Budget { Steps = 10 });

        List<StepReport> expected = large.Finish(), actual = parts.Finish();

        Assert.Equal(expected.Select(step => step.Position.Tokens), actual.Select(step => step.Position.Tokens));
        for (int step = 0; step < 10; step++)
        {
            Assert.Equal(expected[step].Loss, actual[step].Loss, 1e-5);
            Assert.Equal(expected[step].GradientNorm, actual[step].GradientNorm, 1e-5);
        }

        float[] weights = large.Weights(), others = parts.Weights();
        for (int i = 0; i < weights.Length; i++) Assert.Equal(weights[i], others[i], 1e-4f);
    }

    [Fact]
    public void Each_batch_of_a_step_drops_other_values()
    {
        Assert.Equal(7u, Cloze.Models.DropoutPlan.StepOf(7, 0));
        uint[] numbers =
        [
            .. Enumerable.Range(1, 200).SelectMany(
                step => Enumerable.Range(0, 200).Select(part => Cloze.Models.DropoutPlan.StepOf(step, part))),
        ];

        Assert.Distinct(numbers);
    }

    [Fact]
    public void Warm_up_begins_with_small_steps_and_reads_no_sequence_twice()
    {
        Recipe recipe = _recipe with { BatchTokens = 64, Accumulation = 2, BatchWarmup = 0.5f };
        using var run = new PatternTrainer(recipe, new Budget { Tokens = 4000 });

        List<StepReport> steps = run.Finish();

        int[] tokens =
        [
            .. steps.Select((step, i) => (int)(step.Position.Tokens - (i == 0 ? 0 : steps[i - 1].Position.Tokens))),
        ];
        Assert.Equal(16, tokens[0]);
        Assert.Equal(128, tokens[^1]);
        Assert.Equal(tokens.Order(), tokens);
        Assert.Equal((double)steps[^1].Position.Tokens / PatternTrainer.EpochTokens, steps[^1].Epochs, 1e-9);
    }

    [Fact]
    public void A_greater_gradient_than_the_limit_is_clipped()
    {
        Recipe free = _recipe with { Optimizer = OptimizerKind.BertAdam, Beta1 = 0, Beta2 = 0.999, Epsilon = 1 };
        using var whole = new PatternTrainer(free with { ClipNorm = 1e6f }, new Budget { Steps = 1 });
        using var clipped = new PatternTrainer(free with { ClipNorm = 1e-4f }, new Budget { Steps = 1 });
        float[] before = whole.Weights();

        StepReport step = whole.Finish()[0];
        clipped.Finish();

        // With so great an epsilon the update is the gradient, so that clipping shows in its length.
        Assert.True(step.GradientNorm > 0.01, "The gradient is too small for the test to show anything.");
        double moved = Distance(before, whole.Weights()), less = Distance(before, clipped.Weights());
        Assert.InRange(less / moved, 0, 0.9);
    }

    [Fact]
    public void Dropout_changes_the_loss_and_its_seed_repeats_it()
    {
        double Loss(float dropout)
        {
            using var run = new PatternTrainer(_recipe, new Budget { Steps = 3 }, dropout);
            return run.Finish()[^1].Loss;
        }

        Assert.NotEqual(Loss(0), Loss(0.3f));
        Assert.Equal(Loss(0.3f), Loss(0.3f));
    }

    private static double Distance(float[] left, float[] right) =>
        Math.Sqrt(left.Zip(right, (one, other) => (double)(one - other) * (one - other)).Sum());
}
