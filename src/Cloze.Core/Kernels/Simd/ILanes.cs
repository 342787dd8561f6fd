namespace Cloze.Kernels;

/// <summary>
/// A vector of float32 lanes. A kernel is written once over <typeparamref name="TSelf"/>; the compiler makes one copy
/// for each width, in which every member is an instruction or two.
/// </summary>
/// <remarks>
/// Loads and stores that take a number of values left touch that many at most: the same loop serves full vectors and
/// the tail. A comparison with NaN is false; minima and maxima give the second operand where one is NaN.
/// </remarks>
internal unsafe interface ILanes<TSelf> : IWordLanes<TSelf>
    where TSelf : unmanaged, ILanes<TSelf>
{
    /// <summary>Number of lanes.</summary>
    static abstract int Count { get; }

    /// <summary>One value in all lanes.</summary>
    static abstract TSelf Broadcast(float value);

    /// <summary>The next <see cref="Count"/> values.</summary>
    static abstract TSelf Load(float* source);

    /// <summary>The next values, <paramref name="left"/> at most; <paramref name="fill"/> beyond.</summary>
    static abstract TSelf Load(float* source, int left, float fill = 0);

    /// <summary>Writes all lanes.</summary>
    static abstract void Store(TSelf value, float* destination);

    /// <summary>Writes the first lanes, <paramref name="left"/> at most.</summary>
    static abstract void Store(TSelf value, float* destination, int left);

    /// <summary>left + right.</summary>
    static abstract TSelf operator +(TSelf left, TSelf right);

    /// <summary>left - right.</summary>
    static abstract TSelf operator -(TSelf left, TSelf right);

    /// <summary>left * right.</summary>
    static abstract TSelf operator *(TSelf left, TSelf right);

    /// <summary>left / right.</summary>
    static abstract TSelf operator /(TSelf left, TSelf right);

    /// <summary>left * right + addend, rounded once where the machine can.</summary>
    static abstract TSelf MultiplyAdd(TSelf left, TSelf right, TSelf addend);

    /// <summary>The smaller value.</summary>
    static abstract TSelf Min(TSelf left, TSelf right);

    /// <summary>The larger value.</summary>
    static abstract TSelf Max(TSelf left, TSelf right);

    /// <summary>The square root.</summary>
    static abstract TSelf Sqrt(TSelf value);

    /// <summary>The natural logarithm.</summary>
    static abstract TSelf Log(TSelf value);

    /// <summary>The nearest integer, ties to even.</summary>
    static abstract TSelf Round(TSelf value);

    /// <summary>value * 2^exponent for whole exponents; zero or infinity where that leaves the normal range.</summary>
    static abstract TSelf ScaleByPowerOfTwo(TSelf value, TSelf exponent);

    /// <summary>Where left > right the third operand, else the fourth.</summary>
    static abstract TSelf SelectGreater(TSelf left, TSelf right, TSelf whereGreater, TSelf elsewhere);

    /// <summary>The sum of the lanes: halves are added until one is left.</summary>
    static abstract float Sum(TSelf value);

    /// <summary>The largest lane.</summary>
    static abstract float Largest(TSelf value);

    /// <summary>
    /// destination [4, <see cref="Count"/>] = the transpose of source [<see cref="Count"/>, 4], whose rows lie
    /// <paramref name="stride"/> apart.
    /// </summary>
    static abstract void TransposeFour(float* source, nint stride, float* destination, nint destinationStride);
}
