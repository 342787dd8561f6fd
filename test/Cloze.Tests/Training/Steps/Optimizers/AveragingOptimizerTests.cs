using Cloze.Compute;
using Cloze.Models;
using Cloze.Tests.Models;
using Cloze.Tests.Reference;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>The average of the weights, whatever steps were not applied.</summary>
public sealed class AveragingOptimizerTests : IDisposable
{
    private const int Horizon = 4;

    private static readonly ParameterLayout _layout = new(
        new EncoderConfig
        {
            VocabularySize = 9,
            HiddenSize = 8,
            LayerCount = 1,
            AttentionHeadCount = 2,
            InnerSize = 16,
            MaximumPositions = 7,
        },
        ModelOutputs.MaskedLanguageModel);

    private readonly ReferenceBackend _backend = new();
    private readonly Optimizer _optimizer;
    private readonly Arena _arena;
    private readonly Tensor _parameters;
    private readonly Tensor _gradients;

    public AveragingOptimizerTests()
    {
        _optimizer = Optimizer.Create(_backend, _layout, new Recipe { AverageSteps = Horizon });
        _arena = _backend.CreateArena("test", 2 * Arena.SizeOf(1, Length));
        _parameters = _arena.Take(1, Length);
        _gradients = _arena.Take(1, Length);
        _backend.Upload(Values(0.3), _parameters);
    }

    private static int Length => checked((int)_layout.Length);

    private Tensor Average => _optimizer.State.Single(state => state.Prefix == "average.").Values;

    public void Dispose()
    {
        _arena.Dispose();
        _optimizer.Dispose();
        _backend.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    public void The_first_step_that_is_applied_sets_it(int step)
    {
        Step(step);

        Assert.Equal(Download(_parameters), Download(Average));
    }

    [Fact]
    public void It_is_set_again_where_a_run_went_back_to_before_that_step()
    {
        Step(2);
        Step(3);
        _backend.Upload(new float[Length], Average);

        Step(2);

        Assert.Equal(Download(_parameters), Download(Average));
    }

    [Fact]
    public void Before_the_first_step_that_is_applied_there_is_none_to_evaluate()
    {
        using EncoderModel model = TinyModel.Create(_backend, TinyModel.Config);
        using Optimizer optimizer = Optimizer.Create(_backend, model.Layout, new Recipe { AverageSteps = Horizon });
        using Arena arena = _backend.CreateArena("test", Arena.SizeOf(1, model.Parameters.Columns));
        Tensor gradients = arena.Take(1, model.Parameters.Columns);
        int evaluations = 0;
        EvaluationReport Evaluate()
        {
            evaluations++;
            return new EvaluationReport(default!, default!, IsFinal: true);
        }

        Assert.Null(AverageChoice.Take(optimizer, model, Evaluate).Report);
        AverageChoice.Try(optimizer, model, () => Evaluate());
        Assert.Equal(1, evaluations);

        optimizer.Step(gradients, 0.02f, 1, 3, model.Parameters);
        AverageChoice.Try(optimizer, model, () => Evaluate());
        Assert.Equal(2, evaluations);
    }

    [Fact]
    public void One_that_was_restored_goes_on()
    {
        _backend.Upload(Values(1), Average);

        Step(9);

        float[] before = Values(1), weights = Download(_parameters), after = Download(Average);
        Every.Item(Enumerable.Range(0, Length), i => Assert.Equal(
            before[i] + ((weights[i] - before[i]) / Horizon), after[i], 1e-6f));
    }

    private void Step(int step)
    {
        _backend.Upload(Values(0.05), _gradients);
        _optimizer.Step(_gradients, 0.02f, 1, step, _parameters);
    }

    private float[] Download(Tensor tensor)
    {
        float[] values = new float[Length];
        _backend.Download(tensor, values);
        return values;
    }

    private static float[] Values(double size) =>
        [.. Enumerable.Range(1, Length).Select(i => (float)(size * Math.Sin(i)))];
}
