namespace Cloze.Compute;

/// <summary>
/// A product as cuBLASLt wants it described, and the algorithm for it. The library counts columns first: to it C is
/// [columns, rows], B the first factor and A the second.
/// </summary>
internal sealed unsafe class ProductPlan : IDisposable
{
    /// <summary>Bytes of an algorithm, as the library gives it.</summary>
    public const int AlgorithmBytes = 64;

    private const int TransposeFirst = 3;
    private const int TransposeSecond = 4;
    private const int Epilogue = 7;
    private const int BiasPointer = 8;
    private const int BiasEpilogue = 4;
    private const int LayoutRows = 2;
    private const int LayoutColumns = 3;

    private readonly byte[] _algorithm = new byte[AlgorithmBytes];
    private readonly bool _transposesA;
    private readonly bool _transposesB;
    private int _rows;
    private int _depth;

    /// <summary>Describes a product; the algorithm is still to be chosen.</summary>
    /// <exception cref="ClozeException">The library does not take the description.</exception>
    public ProductPlan(CublasLt library, in MatrixProduct product)
    {
        (_transposesA, _transposesB) = (product.TransposesA, product.TransposesB);
        (_rows, _depth) = (product.Rows, product.Depth);
        Product = CublasLtDescriptor.OfProduct(library);
        if (_transposesB) Product.Set(TransposeFirst, 1);
        if (_transposesA) Product.Set(TransposeSecond, 1);
        if (!product.Bias.IsNone) Product.Set(Epilogue, BiasEpilogue);
        (int rows, int columns) = _transposesB ? (product.Depth, product.Columns) : (product.Columns, product.Depth);
        First = CublasLtDescriptor.OfMatrix(library, product.Factors, rows, columns, product.StrideB);
        (rows, columns) = _transposesA ? (product.Rows, product.Depth) : (product.Depth, product.Rows);
        Second = CublasLtDescriptor.OfMatrix(library, product.Factors, rows, columns, product.StrideA);
        Result = CublasLtDescriptor.OfMatrix(
            library, product.Result, product.Columns, product.Rows, product.StrideC);
    }

    /// <summary>The algorithm, as the library gave it.</summary>
    public Span<byte> Algorithm => _algorithm;

    /// <summary>The product.</summary>
    public CublasLtDescriptor Product { get; }

    /// <summary>The library's first factor, B.</summary>
    public CublasLtDescriptor First { get; }

    /// <summary>The library's second factor, A.</summary>
    public CublasLtDescriptor Second { get; }

    /// <summary>The result, C.</summary>
    public CublasLtDescriptor Result { get; }

    /// <summary>Fits the description to a product of the same shape that has another number of tokens.</summary>
    public void Fit(in MatrixProduct product)
    {
        if (!product.Bias.IsNone) Product.Set(BiasPointer, product.Bias.Address);
        if (product.Rows != _rows)
        {
            _rows = product.Rows;
            Second.Set(_transposesA ? LayoutRows : LayoutColumns, (ulong)_rows);
            Result.Set(LayoutColumns, (ulong)_rows);
        }

        if (product.Depth == _depth) return;
        _depth = product.Depth;
        First.Set(_transposesB ? LayoutRows : LayoutColumns, (ulong)_depth);
        Second.Set(_transposesA ? LayoutColumns : LayoutRows, (ulong)_depth);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Result.Dispose();
        Second.Dispose();
        First.Dispose();
        Product.Dispose();
    }
}
