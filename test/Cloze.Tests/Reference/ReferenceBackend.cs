using Cloze.Compute;

namespace Cloze.Tests.Reference;

/// <summary>
/// Every operation of <see cref="Backend"/> as its formula reads: one thread, scalar loops, sums in double precision.
/// The oracle for the fast backends.
/// </summary>
internal partial class ReferenceBackend : Backend
{
    public override string Name => "Reference";

    protected override Arena CreateArenaCore(string name, nint floats, TensorElement element) =>
        new HostArena(name, floats);

    protected override void UploadCore(ReadOnlySpan<float> source, Tensor destination) =>
        source.CopyTo(HostArena.Span(destination));

    protected override void DownloadCore(Tensor source, Span<float> destination) =>
        HostArena.Span(source).CopyTo(destination);

    protected override void ClearCore(Tensor tensor) => HostArena.Span(tensor).Clear();

    protected override void EmbedCore(TokenRows tokens, EmbeddingTables tables, Tensor destination)
    {
        for (int t = 0; t < destination.Rows; t++)
        {
            Span<float> row = Row(destination, t);
            Span<float> word = Row(tables.Word, tokens.Ids[t]);
            Span<float> position = tables.Position.IsNone ? [] : Row(tables.Position, tokens.Positions[t]);
            Span<float> type = tables.TokenType.IsNone ? [] : Row(tables.TokenType, tokens.Types[t]);
            for (int h = 0; h < row.Length; h++)
            {
                double place = position.IsEmpty ? 0 : position[h], segment = type.IsEmpty ? 0 : type[h];
                row[h] = (float)((double)word[h] + place + segment);
            }
        }
    }

    protected override void EmbedBackwardCore(TokenRows tokens, Tensor gradient, EmbeddingTables tableGradients)
    {
        ScatterAddRowsCore(gradient, tokens.Ids, tableGradients.Word);
        if (!tableGradients.Position.IsNone)
        {
            ScatterAddRowsCore(gradient, tokens.Positions, tableGradients.Position);
        }

        if (!tableGradients.TokenType.IsNone) ScatterAddRowsCore(gradient, tokens.Types, tableGradients.TokenType);
    }

    protected override void GatherRowsCore(Tensor source, ReadOnlySpan<int> rows, Tensor destination)
    {
        for (int m = 0; m < rows.Length; m++) Row(source, rows[m]).CopyTo(Row(destination, m));
    }

    protected override void ScatterAddRowsCore(Tensor source, ReadOnlySpan<int> rows, Tensor destination)
    {
        double[] sums = ToDouble(destination);
        for (int m = 0; m < rows.Length; m++)
        {
            Span<float> row = Row(source, m);
            for (int h = 0; h < row.Length; h++) sums[(rows[m] * row.Length) + h] += row[h];
        }

        FromDouble(sums, destination);
    }

    protected override double SumOfSquaresCore(Tensor tensor)
    {
        double sum = 0;
        foreach (float value in HostArena.Span(tensor)) sum += (double)value * value;
        return sum;
    }

    protected override void AdamCore(
        Tensor parameters,
        Tensor gradients,
        Tensor firstMoment,
        Tensor secondMoment,
        ReadOnlySpan<int> edges,
        AdamStep step)
    {
        Span<float> p = HostArena.Span(parameters), g = HostArena.Span(gradients);
        Span<float> m = HostArena.Span(firstMoment), v = HostArena.Span(secondMoment);
        double correction1 = step.BiasCorrection ? 1 - Math.Pow(step.Beta1, step.Step) : 1;
        double correction2 = step.BiasCorrection ? 1 - Math.Pow(step.Beta2, step.Step) : 1;
        for (int i = 0; i < p.Length; i++)
        {
            double gradient = (double)g[i] * step.GradientScale;
            double first = (step.Beta1 * m[i]) + ((1 - step.Beta1) * gradient);
            double second = (step.Beta2 * v[i]) + ((1 - step.Beta2) * gradient * gradient);
            double update = first / correction1 / (Math.Sqrt(second / correction2) + step.Epsilon);
            int passed = 0;
            foreach (int edge in edges) passed += edge <= i ? 1 : 0;
            double decay = passed % 2 == 0 ? (double)step.WeightDecay * p[i] : 0;

            // The update does not depend on p: decay before or within it is the same but for rounding.
            p[i] = (float)(p[i] - (step.LearningRate * (update + decay)));
            m[i] = (float)first;
            v[i] = (float)second;
            g[i] = 0;
        }
    }

    public override void Finish()
    {
    }

    private static Span<float> Row(Tensor tensor, int row) =>
        HostArena.Span(tensor).Slice(row * tensor.Columns, tensor.Columns);

    private static double[] ToDouble(Tensor tensor)
    {
        double[] values = new double[(int)tensor.Count];
        Span<float> source = HostArena.Span(tensor);
        for (int i = 0; i < values.Length; i++) values[i] = source[i];
        return values;
    }

    private static void FromDouble(double[] values, Tensor destination)
    {
        Span<float> target = HostArena.Span(destination);
        for (int i = 0; i < values.Length; i++) target[i] = (float)values[i];
    }
}
