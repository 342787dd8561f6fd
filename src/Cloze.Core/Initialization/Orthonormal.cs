namespace Cloze.Initialization;

/// <summary>Makes the columns of a tall matrix orthonormal (Cholesky QR; twice: Yamamoto et al. 2015).</summary>
internal static class Orthonormal
{
    // A column with less than this share of its square outside the others' span counts as dependent on them.
    private const double Tolerance = 1e-12;

    /// <summary>In place; columns that depend on those before them become zero.</summary>
    /// <param name="matrix">The matrix, [n, k].</param>
    /// <param name="passes">1 leaves an error that grows with the condition of the matrix, 2 only rounding.</param>
    /// <param name="parallel">Threads and cancellation.</param>
    public static void Columns(DenseMatrix matrix, int passes, ParallelOptions parallel)
    {
        for (int pass = 0; pass < passes; pass++)
        {
            DenseMatrix factor = Cholesky(DenseMatrix.Gram(matrix, parallel));
            DenseMatrix.ForRows(matrix.Rows, parallel, row => Solve(factor, matrix.Row(row)));
        }
    }

    /// <summary>R, upper triangular, with RᵀR = gram, in its place; rows of dependent columns are zero.</summary>
    private static DenseMatrix Cholesky(DenseMatrix gram)
    {
        int size = gram.Rows;
        double[] squares = [.. Enumerable.Range(0, size).Select(i => gram.Row(i)[i])];
        for (int i = 0; i < size; i++)
        {
            Span<double> row = gram.Row(i);
            row[..i].Clear();
            bool independent = row[i] > Tolerance * squares[i];
            double scale = independent ? 1 / Math.Sqrt(row[i]) : 0;
            for (int j = i; j < size; j++) row[j] *= scale;
            for (int j = i + 1; j < size; j++) DenseMatrix.AddScaled(row[j..], -row[j], gram.Row(j)[j..]);
        }

        return gram;
    }

    /// <summary>row = row · R⁻¹, zero where R's diagonal is.</summary>
    private static void Solve(DenseMatrix factor, Span<double> row)
    {
        for (int i = 0; i < row.Length; i++)
        {
            ReadOnlySpan<double> source = factor.Row(i);
            row[i] = source[i] > 0 ? row[i] / source[i] : 0;
            DenseMatrix.AddScaled(source[(i + 1)..], -row[i], row[(i + 1)..]);
        }
    }
}
