using Cloze.Compute;
using Cloze.Models;

namespace Cloze.Training;

/// <summary>
/// Changes a model's parameters by their gradients, one step after the other. What it remembers from step to step is
/// laid out as the parameters are, so that a checkpoint keeps it under their names.
/// </summary>
internal abstract class Optimizer : IDisposable
{
    /// <summary>
    /// What is remembered, each [1, length] in the places of the parameters, with the prefix of its names in a
    /// checkpoint.
    /// </summary>
    public abstract IReadOnlyList<(string Prefix, Tensor Values)> State { get; }

    /// <summary>Makes the optimizer of a recipe, its state zero.</summary>
    /// <exception cref="ClozeException">There is not enough memory.</exception>
    public static Optimizer Create(Backend backend, ParameterLayout layout, Recipe recipe)
    {
        Optimizer rule = recipe.Optimizer switch
        {
            OptimizerKind.Lamb => new LambOptimizer(backend, layout, recipe),
            OptimizerKind.Muon => new MuonOptimizer(backend, layout, recipe),
            _ => new AdamOptimizer(backend, layout, recipe),
        };
        if (recipe.AverageSteps == 0) return rule;
        try
        {
            return new AveragingOptimizer(rule, backend, layout, recipe);
        }
        catch
        {
            rule.Dispose();
            throw;
        }
    }

    /// <summary>The bytes of memory that the optimizer of a recipe takes.</summary>
    public static long Bytes(ParameterLayout layout, Recipe recipe)
    {
        long values = 2 * (long)layout.Length;
        if (recipe.AverageSteps > 0) values += layout.Length;
        if (recipe.Optimizer == OptimizerKind.Muon)
        {
            values += NewtonSchulz.SizeOf(MuonOptimizer.Hidden(layout.Parameters));
        }

        return sizeof(float) * values;
    }

    /// <summary>Updates the parameters by one step; the gradients become zero.</summary>
    /// <param name="gradients">Their gradients, [1, length].</param>
    /// <param name="learningRate">The step's rate.</param>
    /// <param name="gradientScale">What every gradient is multiplied by first.</param>
    /// <param name="step">Number of the step, from 1.</param>
    /// <param name="parameters">The parameters, [1, length].</param>
    public abstract void Step(
        Tensor gradients, float learningRate, float gradientScale, int step, Tensor parameters);

    /// <summary>Frees the state.</summary>
    public abstract void Dispose();
}
