using Cloze.Compute;
using Cloze.Models;

namespace Cloze.Training;

/// <summary>
/// Makes the singular values of a matrix nearly 1 and keeps its directions: five steps of
/// X = a X + (b A + c A²) X with A = X Xᵀ, from X of norm 1, by the coefficients of Jordan et al. (2024), "Muon: an
/// optimizer for hidden layers in neural networks". A tall matrix is multiplied from the right, so that A is as small
/// as it can be. All products are the engine's, in what it keeps activations in, as the authors' are in bfloat16; no
/// step allocates.
/// </summary>
internal sealed class NewtonSchulz : IDisposable
{
    private const int Steps = 5;
    private const float A = 3.4445f;
    private const float B = -4.7750f;
    private const float C = 2.0315f;

    // Added to the norm, so that a matrix of zeros stays one.
    private const double Least = 1e-7;

    private readonly Backend _backend;
    private readonly Arena _arena;
    private readonly Tensor _matrix;
    private readonly Tensor _product;
    private readonly Tensor _gram;
    private readonly Tensor _square;

    /// <summary>Takes the memory for the largest of some matrices.</summary>
    /// <exception cref="ClozeException">There is not enough memory.</exception>
    public NewtonSchulz(Backend backend, IReadOnlyList<ParameterSpec> matrices)
    {
        _backend = backend;
        (int count, int small) = Largest(matrices);
        _arena = backend.CreateActivationArena("orthogonalisation", SizeOf(matrices));
        _matrix = _arena.Take(1, count);
        _product = _arena.Take(1, count);
        _gram = _arena.Take(1, small * small);
        _square = _arena.Take(1, small * small);
    }

    /// <summary>The floats of memory that it takes.</summary>
    public static nint SizeOf(IReadOnlyList<ParameterSpec> matrices)
    {
        (int count, int small) = Largest(matrices);
        return 2 * (Arena.SizeOf(1, count) + Arena.SizeOf(small, small));
    }

    /// <summary>
    /// The matrix [R, C] with singular values of about 0.7 to 1.2; it stands in memory of this object's until the next
    /// call.
    /// </summary>
    public Tensor Orthogonalize(Tensor matrix)
    {
        int rows = matrix.Rows, columns = matrix.Columns, small = Math.Min(rows, columns);
        Tensor x = _matrix.Slice(0, rows, columns), product = _product.Slice(0, rows, columns);
        Tensor gram = _gram.Slice(0, small, small), square = _square.Slice(0, small, small);
        _backend.Normalize(matrix, Least, x);
        for (int step = 0; step < Steps; step++)
        {
            SetGram(x, gram);
            _backend.Linear(gram, gram, Tensor.None, square);
            _backend.Combine(B, gram, C, square, gram);
            if (rows > columns) _backend.Linear(x, gram, Tensor.None, product);
            else _backend.LinearInputGradient(gram, x, add: false, product);
            _backend.Combine(A, x, 1, product, x);
        }

        return x;
    }

    /// <inheritdoc/>
    public void Dispose() => _arena.Dispose();

    // X Xᵀ, or Xᵀ X where X is tall; both are symmetric, so that a product with the transpose is one with itself.
    private void SetGram(Tensor x, Tensor gram)
    {
        if (x.Rows <= x.Columns)
        {
            _backend.Linear(x, x, Tensor.None, gram);
            return;
        }

        _backend.Clear(gram);
        _backend.LinearWeightGradient(x, x, gram, Tensor.None);
    }

    private static (int Count, int Small) Largest(IReadOnlyList<ParameterSpec> matrices) => (
        matrices.Select(matrix => checked((int)matrix.Count)).DefaultIfEmpty().Max(),
        matrices.Select(matrix => Math.Min(matrix.Rows, matrix.Columns)).DefaultIfEmpty().Max());
}
