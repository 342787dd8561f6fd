using Cloze.Compute;
using Cloze.Models;

namespace Cloze.Training;

/// <summary>
/// AdamW over the flat buffer of a model's parameters, in one operation, with the correction of the moments' bias or
/// as the original BERT without. It goes on beside the next step's first layers, see <see cref="Backend.Adam"/>.
/// </summary>
internal sealed class AdamOptimizer : MomentOptimizer
{
    private readonly ParameterRun _all;

    /// <summary>Makes room for the moments of every parameter, zero at first.</summary>
    /// <exception cref="ClozeException">There is not enough memory.</exception>
    public AdamOptimizer(Backend backend, ParameterLayout layout, Recipe recipe)
        : base(backend, layout, recipe) => _all = ParameterRun.Of(Parameters);

    /// <inheritdoc/>
    public override void Step(
        Tensor gradients, float learningRate, float gradientScale, int step, Tensor parameters) => Backend.Adam(
            _all.Of(parameters),
            _all.Of(gradients),
            _all.Of(FirstMoment),
            _all.Of(SecondMoment),
            _all.Edges,
            Settings(learningRate, gradientScale, step));
}
