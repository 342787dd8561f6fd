using Cloze.Compute;
using Cloze.Models;

namespace Cloze.Training;

/// <summary>
/// Muon (Jordan et al. 2024) for the matrices of the layers, AdamW for embeddings, head, biases and LayerNorm.
/// m = 0.95 m + 0.05 g, u = 0.95 m + 0.05 g (Nesterov's), O = u with singular values of about 1 by
/// <see cref="NewtonSchulz"/>; p -= rate (0.2 sqrt(max(R, C)) O + decay p) for a matrix [R, C]: a step as long as
/// AdamW's, so that both share rate and decay (Liu et al. 2025).
/// </summary>
internal sealed class MuonOptimizer : MomentOptimizer
{
    private const float Momentum = 0.95f;

    // What the root mean square of an update by AdamW is about.
    private const double UpdateSize = 0.2;

    private readonly ParameterSpec[] _hidden;
    private readonly ParameterRun[] _others;
    private readonly NewtonSchulz _orthogonal;

    /// <summary>Makes room for momentum and moments, zero at first, and for the products.</summary>
    /// <exception cref="ClozeException">There is not enough memory.</exception>
    public MuonOptimizer(Backend backend, ParameterLayout layout, Recipe recipe)
        : base(backend, layout, recipe)
    {
        _hidden = [.. Hidden(Parameters)];
        _others = [.. Others(Parameters)];
        try
        {
            _orthogonal = new NewtonSchulz(backend, _hidden);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The parameters that are orthogonalised.</summary>
    public static IReadOnlyList<ParameterSpec> Hidden(IEnumerable<ParameterSpec> parameters) =>
        [.. parameters.Where(parameter => parameter.IsHidden)];

    /// <inheritdoc/>
    public override void Step(
        Tensor gradients, float learningRate, float gradientScale, int step, Tensor parameters)
    {
        AdamStep settings = Settings(learningRate, gradientScale, step);
        foreach (ParameterSpec matrix in _hidden)
        {
            Tensor gradient = Part(gradients, matrix);
            Turn(gradient, gradientScale, Part(FirstMoment, matrix));
            Move(Part(parameters, matrix), _orthogonal.Orthogonalize(gradient), learningRate);
            Backend.Clear(gradient);
        }

        foreach (ParameterRun run in _others)
        {
            Backend.Adam(
                run.Of(parameters), run.Of(gradients), run.Of(FirstMoment), run.Of(SecondMoment), run.Edges, settings);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _orthogonal?.Dispose();
        base.Dispose();
    }

    // The momentum takes the gradient, the gradient becomes what the momentum will be if the next one is the same.
    private void Turn(Tensor gradient, float gradientScale, Tensor momentum)
    {
        float taken = (1 - Momentum) * gradientScale;
        Backend.Combine(Momentum, momentum, taken, gradient, momentum);
        Backend.Combine(Momentum, momentum, taken, gradient, gradient);
    }

    private void Move(Tensor matrix, Tensor direction, float learningRate)
    {
        float length = (float)(learningRate * UpdateSize * Math.Sqrt(Math.Max(matrix.Rows, matrix.Columns)));
        Backend.Combine(1 - (learningRate * WeightDecay), matrix, -length, direction, matrix);
    }

    private static IEnumerable<ParameterRun> Others(IEnumerable<ParameterSpec> parameters)
    {
        var run = new List<ParameterSpec>();
        foreach (ParameterSpec parameter in parameters)
        {
            if (!parameter.IsHidden)
            {
                run.Add(parameter);
                continue;
            }

            if (run.Count > 0) yield return ParameterRun.Of(run);
            run.Clear();
        }

        if (run.Count > 0) yield return ParameterRun.Of(run);
    }
}
