using Cloze.Models;
using Cloze.Training;

namespace Cloze.Tests.Reference;

/// <summary>
/// Every optimizer as its paper has it, a parameter at a time: scalar loops in double precision. The oracle for those
/// that are made of the engine's operations.
/// </summary>
internal sealed class ReferenceOptimizer(Recipe recipe)
{
    private const double MuonMomentum = 0.95;

    private readonly Dictionary<string, (double[] First, double[] Second)> _moments = [];

    /// <summary>One step of one parameter, in place.</summary>
    public void Step(
        ParameterSpec parameter, ReadOnlySpan<float> gradient, double rate, double scale, int step, double[] values)
    {
        double[] g = new double[values.Length];
        for (int i = 0; i < g.Length; i++) g[i] = scale * gradient[i];
        if (!_moments.TryGetValue(parameter.Name, out (double[] First, double[] Second) moments))
        {
            moments = (new double[g.Length], new double[g.Length]);
            _moments.Add(parameter.Name, moments);
        }

        bool turns = recipe.Optimizer == OptimizerKind.Muon && parameter.IsHidden;
        if (turns) Muon(parameter, g, moments.First, rate, values);
        else Adam(parameter, g, moments.First, moments.Second, rate, step, values);
    }

    /// <summary>X with singular values near 1, by the five steps of Jordan et al. (2024).</summary>
    public static double[,] Orthogonalize(double[,] matrix)
    {
        if (matrix.GetLength(0) > matrix.GetLength(1)) return Transpose(Orthogonalize(Transpose(matrix)));
        double norm = Math.Sqrt(matrix.Cast<double>().Sum(value => value * value)) + 1e-7;
        double[,] x = Map(matrix, matrix, (value, _) => value / norm);
        for (int i = 0; i < 5; i++)
        {
            double[,] a = Multiply(x, Transpose(x));
            double[,] b = Map(a, Multiply(a, a), (once, twice) => (-4.7750 * once) + (2.0315 * twice));
            x = Map(x, Multiply(b, x), (value, product) => (3.4445 * value) + product);
        }

        return x;
    }

    private void Adam(
        ParameterSpec parameter, double[] g, double[] m, double[] v, double rate, int step, double[] values)
    {
        bool corrects = recipe.Optimizer != OptimizerKind.BertAdam;
        double correction1 = corrects ? 1 - Math.Pow(recipe.Beta1, step) : 1;
        double correction2 = corrects ? 1 - Math.Pow(recipe.Beta2, step) : 1;
        double decay = parameter.Decays ? recipe.WeightDecay : 0;
        double[] direction = new double[g.Length];
        for (int i = 0; i < g.Length; i++)
        {
            m[i] = (recipe.Beta1 * m[i]) + ((1 - recipe.Beta1) * g[i]);
            v[i] = (recipe.Beta2 * v[i]) + ((1 - recipe.Beta2) * g[i] * g[i]);
            double root = Math.Sqrt(v[i] / correction2) + recipe.Epsilon;
            direction[i] = (m[i] / correction1 / root) + (decay * values[i]);
        }

        bool adapts = recipe.Optimizer == OptimizerKind.Lamb && parameter.Decays;
        double ratio = adapts ? TrustRatio(Norm(values), Norm(direction)) : 1;
        for (int i = 0; i < g.Length; i++) values[i] -= rate * ratio * direction[i];
    }

    private void Muon(ParameterSpec parameter, double[] g, double[] m, double rate, double[] values)
    {
        var update = new double[parameter.Rows, parameter.Columns];
        for (int i = 0; i < g.Length; i++)
        {
            m[i] = (MuonMomentum * m[i]) + ((1 - MuonMomentum) * g[i]);
            update[i / parameter.Columns, i % parameter.Columns] = (MuonMomentum * m[i]) + ((1 - MuonMomentum) * g[i]);
        }

        double size = 0.2 * Math.Sqrt(Math.Max(parameter.Rows, parameter.Columns));
        double[] direction = [.. Orthogonalize(update).Cast<double>()];
        for (int i = 0; i < g.Length; i++)
        {
            values[i] -= rate * ((size * direction[i]) + (recipe.WeightDecay * values[i]));
        }
    }

    private static double TrustRatio(double weight, double direction) =>
        weight > 0 && direction > 0 ? weight / direction : 1;

    private static double Norm(double[] values) => Math.Sqrt(values.Sum(value => value * value));

    private static double[,] Transpose(double[,] x)
    {
        var y = new double[x.GetLength(1), x.GetLength(0)];
        for (int i = 0; i < x.GetLength(0); i++)
        {
            for (int j = 0; j < x.GetLength(1); j++) y[j, i] = x[i, j];
        }

        return y;
    }

    private static double[,] Map(double[,] x, double[,] y, Func<double, double, double> f)
    {
        var z = new double[x.GetLength(0), x.GetLength(1)];
        for (int i = 0; i < x.GetLength(0); i++)
        {
            for (int j = 0; j < x.GetLength(1); j++) z[i, j] = f(x[i, j], y[i, j]);
        }

        return z;
    }

    private static double[,] Multiply(double[,] x, double[,] y)
    {
        var z = new double[x.GetLength(0), y.GetLength(1)];
        for (int i = 0; i < x.GetLength(0); i++)
        {
            for (int j = 0; j < y.GetLength(1); j++)
            {
                for (int k = 0; k < y.GetLength(0); k++) z[i, j] += x[i, k] * y[k, j];
            }
        }

        return z;
    }
}
