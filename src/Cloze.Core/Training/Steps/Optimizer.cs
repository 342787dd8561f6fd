using Cloze.Compute;
using Cloze.Models;

namespace Cloze.Training;

/// <summary>
/// AdamW over the flat buffer of a model's parameters, in one operation. It goes on beside the next step's first
/// layers, see <see cref="Backend.Adam"/>.
/// </summary>
internal sealed class Optimizer : IDisposable
{
    private readonly Backend _backend;
    private readonly Arena _arena;
    private readonly Recipe _recipe;
    private readonly int[] _edges;

    /// <summary>Makes room for the moments of every parameter, zero at first.</summary>
    /// <exception cref="ClozeException">There is not enough memory.</exception>
    public Optimizer(Backend backend, ParameterLayout layout, Recipe recipe)
    {
        _backend = backend;
        _recipe = recipe;
        _edges = FindEdges(layout);
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
        var settings = new AdamStep(
            learningRate, _recipe.Beta1, _recipe.Beta2, _recipe.Epsilon, _recipe.WeightDecay, gradientScale, step);
        _backend.Adam(parameters, gradients, FirstMoment, SecondMoment, _edges, settings);
    }

    /// <inheritdoc/>
    public void Dispose() => _arena.Dispose();

    // Where parameters that decay and those that do not follow each other; a gap belongs to the parameter before it.
    private static int[] FindEdges(ParameterLayout layout)
    {
        var edges = new List<int>();
        foreach (ParameterSpec parameter in layout.Parameters)
        {
            bool decays = edges.Count % 2 == 0;
            if (parameter.Decays != decays) edges.Add(checked((int)parameter.Offset));
        }

        return [.. edges];
    }
}
