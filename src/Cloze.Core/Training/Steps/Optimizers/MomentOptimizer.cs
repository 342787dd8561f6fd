using Cloze.Compute;
using Cloze.Models;

namespace Cloze.Training;

/// <summary>An optimizer with two running means of every parameter, as Adam has them.</summary>
internal abstract class MomentOptimizer : Optimizer
{
    private readonly Arena _arena;
    private readonly Recipe _recipe;

    /// <summary>Makes room for the moments of every parameter, zero at first.</summary>
    /// <exception cref="ClozeException">There is not enough memory.</exception>
    protected MomentOptimizer(Backend backend, ParameterLayout layout, Recipe recipe)
    {
        Backend = backend;
        nint frozen = recipe.Freeze.Length(layout);
        Parameters = [.. layout.Parameters.Where(parameter => parameter.Offset >= frozen)];
        _recipe = recipe;
        int length = checked((int)layout.Length);
        _arena = backend.CreateArena("optimizer state", 2 * Arena.SizeOf(1, length));
        FirstMoment = _arena.Take(1, length);
        SecondMoment = _arena.Take(1, length);
        State = [("first_moment.", FirstMoment), ("second_moment.", SecondMoment)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Prefix, Tensor Values)> State { get; }

    /// <summary>Running means of the gradients, laid out as the parameters, [1, length].</summary>
    protected Tensor FirstMoment { get; }

    /// <summary>Running means of the squared gradients, laid out as the parameters, [1, length].</summary>
    protected Tensor SecondMoment { get; }

    /// <summary>The parameters that learn.</summary>
    protected IReadOnlyList<ParameterSpec> Parameters { get; }

    /// <summary>Where they are.</summary>
    protected Backend Backend { get; }

    /// <summary>The weight decay of what decays.</summary>
    protected float WeightDecay => _recipe.WeightDecay;

    /// <inheritdoc/>
    public override void Dispose() => _arena.Dispose();

    /// <summary>The settings of a step of Adam, for values that decay.</summary>
    protected AdamStep Settings(float learningRate, float gradientScale, int step) => new(
        learningRate, _recipe.Beta1, _recipe.Beta2, _recipe.Epsilon, _recipe.WeightDecay, gradientScale, step)
    {
        BiasCorrection = _recipe.Optimizer != OptimizerKind.BertAdam,
    };

    /// <summary>The part of a tensor laid out as the parameters that belongs to one of them, [R, C].</summary>
    protected static Tensor Part(Tensor all, ParameterSpec parameter) =>
        all.Slice(parameter.Offset, parameter.Rows, parameter.Columns);
}
