using Cloze.Compute;
using Cloze.Models;

namespace Cloze.Training;

/// <summary>
/// AdamW over the flat buffer of a model's parameters. Neighbours in the buffer that decay alike are updated in one
/// run, so that a step is a handful of operations.
/// </summary>
public sealed class Optimizer : IDisposable
{
    private readonly IBackend _backend;
    private readonly Arena _arena;
    private readonly Recipe _recipe;
    private readonly Run[] _runs;

    /// <summary>Makes room for the moments of every parameter, zero at first.</summary>
    /// <exception cref="ClozeException">There is not enough memory.</exception>
    public Optimizer(IBackend backend, ParameterLayout layout, Recipe recipe)
    {
        _backend = backend;
        _recipe = recipe;
        _runs = FindRuns(layout);
        int length = checked((int)layout.Length);
        _arena = backend.CreateArena("optimizer state", 2 * Arena.SizeOf(1, length));
        FirstMoment = _arena.Take(1, length);
        SecondMoment = _arena.Take(1, length);
    }

    /// <summary>Running means of the gradients, laid out as the parameters, [1, length].</summary>
    public Tensor FirstMoment { get; }

    /// <summary>Running means of the squared gradients, laid out as the parameters, [1, length].</summary>
    public Tensor SecondMoment { get; }

    /// <summary>Updates the parameters by one step; the gradients become zero.</summary>
    /// <param name="gradients">Their gradients, [1, length].</param>
    /// <param name="learningRate">The step's rate.</param>
    /// <param name="gradientScale">What every gradient is multiplied by first.</param>
    /// <param name="step">Number of the step, from 1.</param>
    /// <param name="parameters">The parameters, [1, length].</param>
    public void Step(Tensor gradients, float learningRate, float gradientScale, int step, Tensor parameters)
    {
        var decaying = new AdamStep(
            learningRate, _recipe.Beta1, _recipe.Beta2, _recipe.Epsilon, _recipe.WeightDecay, gradientScale, step);
        AdamStep constant = decaying with { WeightDecay = 0 };
        foreach (Run run in _runs)
        {
            _backend.Adam(
                parameters.Slice(run.Start, 1, run.Count),
                gradients.Slice(run.Start, 1, run.Count),
                FirstMoment.Slice(run.Start, 1, run.Count),
                SecondMoment.Slice(run.Start, 1, run.Count),
                run.Decays ? decaying : constant);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _arena.Dispose();

    private static Run[] FindRuns(ParameterLayout layout)
    {
        var runs = new List<Run>();
        foreach (ParameterSpec parameter in layout.Parameters)
        {
            var run = new Run(parameter.Offset, checked((int)parameter.Count), parameter.Decays);
            if (runs.Count > 0 && runs[^1].Decays == run.Decays)
            {
                Run last = runs[^1];
                runs[^1] = last with { Count = checked((int)(run.Start + run.Count - last.Start)) };
            }
            else
            {
                runs.Add(run);
            }
        }

        return [.. runs];
    }

    private readonly record struct Run(nint Start, int Count, bool Decays);
}
