namespace Cloze.Initialization;

/// <summary>The strongest components of the singular value decomposition of a symmetric matrix.</summary>
/// <param name="Vectors">U, one component a column, strongest first, [Size, k].</param>
/// <param name="Values">S, the singular values, falling, [k].</param>
internal sealed record TruncatedFactors(DenseMatrix Vectors, double[] Values)
{
    /// <summary>
    /// Finds k components by randomised subspace iteration with a final Rayleigh-Ritz step (Halko, Martinsson and Tropp
    /// 2011). Where the matrix has lower rank, the values left are 0.
    /// </summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="components">k.</param>
    /// <param name="options">Seed, rounds and threads.</param>
    /// <param name="progress">Told the share done after every round.</param>
    /// <param name="cancellation">Stops the iteration.</param>
    public static TruncatedFactors Find(
        SparseSymmetric matrix,
        int components,
        CorpusStartOptions options,
        IProgress<double>? progress,
        CancellationToken cancellation)
    {
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = options.Threads,
            CancellationToken = cancellation,
        };
        int width = Math.Min(matrix.Size, components + Math.Max(16, components / 2));
        DenseMatrix basis = RandomBasis(matrix.Size, width, options.Seed, parallel);
        var image = new DenseMatrix(matrix.Size, width);
        for (int round = 0; round < options.Iterations; round++)
        {
            matrix.Multiply(basis, parallel, image);
            matrix.Multiply(image, parallel, basis);
            bool isLast = round == options.Iterations - 1;
            Orthonormal.Columns(basis, passes: isLast ? 2 : 1, parallel);
            progress?.Report((round + 1.0) / (options.Iterations + 1));
        }

        matrix.Multiply(basis, parallel, image);
        DenseMatrix small = DenseMatrix.TransposedProduct(basis, image, parallel);
        DenseMatrix rotations = SymmetricEigen.Decompose(small);
        TruncatedFactors factors = Strongest(basis, small, rotations, components, parallel);
        progress?.Report(1);
        return factors;
    }

    /// <summary>A symmetric matrix's singular values are its eigenvalues without their signs.</summary>
    private static TruncatedFactors Strongest(
        DenseMatrix basis, DenseMatrix small, DenseMatrix rotations, int components, ParallelOptions parallel)
    {
        int[] order = [.. Enumerable.Range(0, small.Rows).OrderByDescending(i => Math.Abs(small.Row(i)[i]))];
        int found = Math.Min(components, order.Length);
        double[] values = new double[components];
        var selection = new DenseMatrix(small.Rows, components);
        for (int component = 0; component < found; component++)
        {
            values[component] = Math.Abs(small.Row(order[component])[order[component]]);
            ReadOnlySpan<double> rotation = rotations.Row(order[component]);
            for (int i = 0; i < rotation.Length; i++) selection.Row(i)[component] = rotation[i];
        }

        return new TruncatedFactors(basis.Times(selection, parallel), values);
    }

    private static DenseMatrix RandomBasis(int size, int width, ulong seed, ParallelOptions parallel)
    {
        var basis = new DenseMatrix(size, width);
        DenseMatrix.ForRows(size, parallel, row =>
        {
            var random = new KeyedRandom(seed, RandomPurpose.Factorisation, 0, (ulong)row);
            foreach (ref double value in basis.Row(row)) value = random.NextNormal();
        });
        return basis;
    }
}
