using Cloze.Compute;

namespace Cloze.Tests.Reference;

internal partial class ReferenceBackend
{
    protected override void CrossEntropyCore(
        Tensor hidden,
        Tensor decoder,
        Tensor bias,
        ReadOnlySpan<int> labels,
        Span<float> losses,
        Span<int> ranks)
    {
        double[] x = ToDouble(hidden), w = ToDouble(decoder), b = ToDouble(bias);
        for (int m = 0; m < labels.Length; m++)
        {
            double[] logits = Logits(x.AsSpan(m * hidden.Columns, hidden.Columns), w, b);
            losses[m] = (float)(LogSumExp(logits) - logits[labels[m]]);
            if (ranks.IsEmpty) continue;
            ranks[m] = 0;
            for (int v = 0; v < logits.Length; v++)
            {
                if (logits[v] > logits[labels[m]] || (logits[v] == logits[labels[m]] && v < labels[m])) ranks[m]++;
            }
        }
    }

    protected override void CrossEntropyWithGradientCore(
        Tensor hidden,
        Tensor decoder,
        Tensor bias,
        ReadOnlySpan<int> labels,
        float scale,
        Span<float> losses,
        Tensor hiddenGradient,
        Tensor decoderGradient,
        Tensor biasGradient)
    {
        double[] x = ToDouble(hidden), w = ToDouble(decoder), b = ToDouble(bias);
        double[] dx = new double[x.Length], db = ToDouble(biasGradient);
        double[] dw = decoderGradient.IsNone ? new double[w.Length] : ToDouble(decoderGradient);
        int width = hidden.Columns;
        for (int m = 0; m < labels.Length; m++)
        {
            double[] logits = Logits(x.AsSpan(m * width, width), w, b);
            double logSum = LogSumExp(logits);
            losses[m] = (float)(logSum - logits[labels[m]]);
            for (int v = 0; v < logits.Length; v++)
            {
                double d = scale * (Math.Exp(logits[v] - logSum) - (v == labels[m] ? 1 : 0));
                db[v] += d;
                for (int h = 0; h < width; h++)
                {
                    dx[(m * width) + h] += d * w[(v * width) + h];
                    dw[(v * width) + h] += d * x[(m * width) + h];
                }
            }
        }

        FromDouble(dx, hiddenGradient);
        if (!decoderGradient.IsNone) FromDouble(dw, decoderGradient);
        FromDouble(db, biasGradient);
    }

    private static double[] Logits(ReadOnlySpan<double> row, double[] decoder, double[] bias)
    {
        double[] logits = [.. bias];
        for (int v = 0; v < logits.Length; v++)
        {
            for (int h = 0; h < row.Length; h++) logits[v] += row[h] * decoder[(v * row.Length) + h];
        }

        return logits;
    }

    private static double LogSumExp(double[] values)
    {
        double largest = values.Max();
        return largest + Math.Log(values.Sum(value => Math.Exp(value - largest)));
    }
}
