using System.Buffers;
using Cloze.Compute;
using Cloze.Models;

namespace Cloze.Training;

/// <summary>
/// Another optimizer, and an exponential average of the weights that it makes: after step t
/// average += (weights - average) / min(t, horizon), so that it is their plain mean at first (Polyak and Juditsky
/// 1992) and forgets what is much older than the horizon later. The first step that is applied sets it.
/// </summary>
internal sealed class AveragingOptimizer : Optimizer
{
    private const int Stretch = 1 << 16;

    private readonly Optimizer _rule;
    private readonly Backend _backend;
    private readonly Arena _arena;
    private readonly Tensor _average;
    private readonly int _frozen;
    private int _last;

    /// <summary>Makes room for the average.</summary>
    /// <param name="rule">What changes the weights; disposed with this object.</param>
    /// <param name="backend">Where the parameters are.</param>
    /// <param name="layout">Their places.</param>
    /// <param name="recipe">About how many steps are averaged, and what does not learn, which needs no average.</param>
    /// <exception cref="ClozeException">There is not enough memory.</exception>
    public AveragingOptimizer(Optimizer rule, Backend backend, ParameterLayout layout, Recipe recipe)
    {
        _rule = rule;
        _backend = backend;
        Horizon = recipe.AverageSteps;
        _frozen = checked((int)recipe.Freeze.Length(layout));
        int length = checked((int)layout.Length);
        _arena = backend.CreateArena("averaged weights", Arena.SizeOf(1, length));
        _average = _arena.Take(1, length);
        State = [.. rule.State, ("average.", _average)];
    }

    /// <summary>About how many steps are averaged.</summary>
    public int Horizon { get; }

    /// <summary>Whether there is an average: there is none before the first step that is applied.</summary>
    public bool HasAverage => _backend.SumOfSquares(Learned(_average)) != 0;

    /// <inheritdoc/>
    public override IReadOnlyList<(string Prefix, Tensor Values)> State { get; }

    /// <inheritdoc/>
    public override void Step(
        Tensor gradients, float learningRate, float gradientScale, int step, Tensor parameters)
    {
        _rule.Step(gradients, learningRate, gradientScale, step, parameters);
        Tensor average = Learned(_average);
        double share = IsFirst(step) ? 1 : 1.0 / Math.Min(step, Horizon);
        _last = step;
        _backend.Combine((float)(1 - share), average, (float)share, Learned(parameters), average);
    }

    /// <summary>Puts the average in the place of the weights and the weights in the place of the average.</summary>
    /// <param name="parameters">The weights, [1, length].</param>
    public void Swap(Tensor parameters)
    {
        float[] weights = ArrayPool<float>.Shared.Rent(Stretch), averages = ArrayPool<float>.Shared.Rent(Stretch);
        for (int first = _frozen; first < parameters.Columns; first += Stretch)
        {
            int count = Math.Min(Stretch, parameters.Columns - first);
            Tensor weight = parameters.Slice(first, 1, count), average = _average.Slice(first, 1, count);
            _backend.Download(weight, weights.AsSpan(0, count));
            _backend.Download(average, averages.AsSpan(0, count));
            _backend.Upload(averages.AsSpan(0, count), weight);
            _backend.Upload(weights.AsSpan(0, count), average);
        }

        ArrayPool<float>.Shared.Return(weights);
        ArrayPool<float>.Shared.Return(averages);
    }

    // Steps that were not applied leave the average at zero, in a checkpoint, too: the first that is applied sets it,
    // whatever its number. Between two in a row there was none, and nothing is looked at.
    private bool IsFirst(int step) => step != _last + 1 && !HasAverage;

    private Tensor Learned(Tensor all) => all.Slice(_frozen, 1, all.Columns - _frozen);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _arena.Dispose();
        _rule.Dispose();
    }
}
