using Cloze.Compute;

namespace Cloze.Tests.Reference;

internal partial class ReferenceBackend
{
    protected override void AddNormCore(
        Tensor input,
        Tensor residual,
        Dropout dropout,
        Tensor gain,
        Tensor bias,
        float epsilon,
        Tensor sum,
        Tensor statistics,
        Tensor destination)
    {
        double[] g = ToDouble(gain), z = new double[input.Columns];
        double[] b = bias.IsNone ? new double[input.Columns] : ToDouble(bias);
        for (int t = 0; t < input.Rows; t++)
        {
            for (int h = 0; h < z.Length; h++)
            {
                z[h] = Row(input, t)[h] * ReferenceMath.Keep(dropout, t, h);
                if (!residual.IsNone) z[h] += Row(residual, t)[h];
            }

            double mean = z.Average();
            double deviation = 1 / Math.Sqrt(z.Average(value => (value - mean) * (value - mean)) + epsilon);
            for (int h = 0; h < z.Length; h++)
            {
                if (!sum.IsNone) Row(sum, t)[h] = (float)z[h];
                Row(destination, t)[h] = (float)(((z[h] - mean) * deviation * g[h]) + b[h]);
            }

            if (statistics.IsNone) continue;
            Row(statistics, t)[0] = (float)mean;
            Row(statistics, t)[1] = (float)deviation;
        }
    }

    protected override void AddNormBackwardCore(
        Tensor gradient,
        Tensor sum,
        Tensor statistics,
        Tensor gain,
        Dropout dropout,
        Tensor inputGradient,
        Tensor residualGradient,
        Tensor gainGradient,
        Tensor biasGradient,
        bool add,
        Tensor columnSums)
    {
        double[] g = ToDouble(gain), dg = ToDouble(gainGradient);
        double[] db = biasGradient.IsNone ? new double[gradient.Columns] : ToDouble(biasGradient);
        double[] dy = ToDouble(gradient), z = ToDouble(sum);
        int columns = gradient.Columns;
        double[] normal = new double[columns], dNormal = new double[columns];
        for (int t = 0; t < gradient.Rows; t++)
        {
            double mean = Row(statistics, t)[0], deviation = Row(statistics, t)[1];
            for (int h = 0; h < columns; h++)
            {
                int i = (t * columns) + h;
                normal[h] = (z[i] - mean) * deviation;
                dNormal[h] = dy[i] * g[h];
                dg[h] += dy[i] * normal[h];
                db[h] += dy[i];
            }

            double meanGradient = dNormal.Average();
            double meanProduct = dNormal.Zip(normal, (d, n) => d * n).Average();
            for (int h = 0; h < columns; h++)
            {
                double dz = deviation * (dNormal[h] - meanGradient - (normal[h] * meanProduct));
                if (add) dz += Row(residualGradient, t)[h];
                Row(residualGradient, t)[h] = (float)dz;
                if (!inputGradient.IsNone) Row(inputGradient, t)[h] = (float)(dz * ReferenceMath.Keep(dropout, t, h));
            }
        }

        FromDouble(dg, gainGradient);
        if (!biasGradient.IsNone) FromDouble(db, biasGradient);
    }

    protected override void ApplyDropoutCore(Tensor input, Dropout dropout, Tensor destination, int parts)
    {
        int columns = input.Columns / parts;
        for (int t = 0; t < input.Rows; t++)
        {
            for (int h = 0; h < input.Columns; h++)
            {
                Row(destination, t)[h] = (float)(Row(input, t)[h] * ReferenceMath.Keep(dropout, t, h % columns));
            }
        }
    }
}
