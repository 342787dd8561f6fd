namespace Cloze.Compute;

/// <summary>Multiplies matrices on a device's stream.</summary>
internal interface IMatrixProducts
{
    /// <summary>Queues a product.</summary>
    /// <exception cref="ClozeException">The product is not supported, or the device failed.</exception>
    void Multiply(in MatrixProduct product);
}
