namespace Cloze.Initialization;

/// <summary>Eigenvalues and vectors of a small symmetric matrix by Jacobi's rotations (Jacobi 1846, cyclic).</summary>
internal static class SymmetricEigen
{
    private const int MostSweeps = 60;

    /// <summary>
    /// Decomposes the matrix in place: its diagonal becomes the eigenvalues, in no order; row i of the result is the
    /// eigenvector of value i.
    /// </summary>
    public static DenseMatrix Decompose(DenseMatrix matrix)
    {
        int size = matrix.Rows;
        var vectors = new DenseMatrix(size, size);
        for (int i = 0; i < size; i++) vectors.Row(i)[i] = 1;
        for (int sweep = 0; sweep < MostSweeps && !IsDiagonal(matrix); sweep++)
        {
            for (int p = 0; p < size - 1; p++)
            {
                for (int q = p + 1; q < size; q++) Annihilate(matrix, vectors, p, q);
            }
        }

        return vectors;
    }

    private static bool IsDiagonal(DenseMatrix matrix)
    {
        double off = 0, all = 0;
        for (int i = 0; i < matrix.Rows; i++)
        {
            Span<double> row = matrix.Row(i);
            for (int j = 0; j < row.Length; j++)
            {
                all += row[j] * row[j];
                if (i != j) off += row[j] * row[j];
            }
        }

        return off <= 1e-26 * all;
    }

    /// <summary>Rotates rows and columns p and q so that the entry (p, q) vanishes.</summary>
    private static void Annihilate(DenseMatrix matrix, DenseMatrix vectors, int p, int q)
    {
        double entry = matrix.Row(p)[q];
        if (entry == 0) return;
        double ratio = (matrix.Row(q)[q] - matrix.Row(p)[p]) / (2 * entry);
        double tangent = Math.CopySign(1, ratio) / (Math.Abs(ratio) + Math.Sqrt((ratio * ratio) + 1));
        double cosine = 1 / Math.Sqrt((tangent * tangent) + 1);
        double sine = tangent * cosine;
        Rotate(matrix.Row(p), matrix.Row(q), cosine, sine);
        for (int i = 0; i < matrix.Rows; i++)
        {
            Span<double> row = matrix.Row(i);
            (row[p], row[q]) = ((cosine * row[p]) - (sine * row[q]), (sine * row[p]) + (cosine * row[q]));
        }

        matrix.Row(p)[q] = matrix.Row(q)[p] = 0;
        Rotate(vectors.Row(p), vectors.Row(q), cosine, sine);
    }

    private static void Rotate(Span<double> first, Span<double> second, double cosine, double sine)
    {
        for (int i = 0; i < first.Length; i++)
        {
            double x = first[i], y = second[i];
            first[i] = (cosine * x) - (sine * y);
            second[i] = (sine * x) + (cosine * y);
        }
    }
}
