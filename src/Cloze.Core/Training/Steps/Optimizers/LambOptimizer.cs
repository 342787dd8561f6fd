using Cloze.Compute;
using Cloze.Models;

namespace Cloze.Training;

/// <summary>
/// LAMB (You et al. 2020, algorithm 2): for each matrix p, r = m' / (sqrt(v') + epsilon) + decay p, with Adam's
/// moments corrected for their bias, and p -= rate ‖p‖ / ‖r‖ r. Where a norm is zero the ratio is 1; biases and
/// LayerNorm, which do not decay, have no ratio either, as in the authors' code.
/// </summary>
internal sealed class LambOptimizer : MomentOptimizer
{
    private readonly ParameterSpec[] _parameters;

    /// <summary>Makes room for the moments of every parameter, zero at first.</summary>
    /// <exception cref="ClozeException">There is not enough memory.</exception>
    public LambOptimizer(Backend backend, ParameterLayout layout, Recipe recipe)
        : base(backend, layout, recipe) => _parameters = [.. Parameters];

    /// <inheritdoc/>
    public override void Step(
        Tensor gradients, float learningRate, float gradientScale, int step, Tensor parameters)
    {
        AdamStep decaying = Settings(learningRate, gradientScale, step);
        foreach (ParameterSpec parameter in _parameters)
        {
            Tensor values = Part(parameters, parameter), direction = Part(gradients, parameter);
            Backend.AdamDirection(
                values,
                direction,
                Part(FirstMoment, parameter),
                Part(SecondMoment, parameter),
                parameter.Decays ? decaying : decaying with { WeightDecay = 0 });
            if (parameter.Decays) Backend.MoveByRatio(direction, learningRate, values);
            else Backend.Combine(1, values, -learningRate, direction, values);
        }

        Backend.Clear(gradients);
    }
}
