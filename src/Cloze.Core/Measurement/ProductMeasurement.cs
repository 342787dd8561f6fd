using Cloze.Compute;

namespace Cloze.Measurement;

/// <summary>Measures matrix products at the shapes of linear layers.</summary>
internal static class ProductMeasurement
{
    /// <summary>Verifies a product against sums in double precision, then times it.</summary>
    /// <param name="backend">Where it runs.</param>
    /// <param name="layer">The shape.</param>
    /// <param name="product">Which of the layer's products.</param>
    /// <param name="repeats">How often.</param>
    /// <param name="cancellation">Ends the measurement.</param>
    /// <exception cref="ClozeException">The product is wrong, or there is not enough memory.</exception>
    /// <exception cref="OperationCanceledException">The measurement was cancelled.</exception>
    public static ProductResult Measure(
        Backend backend,
        LinearLayer layer,
        LinearProduct product,
        RepeatOptions repeats,
        CancellationToken cancellation = default)
    {
        using var operands = new LinearOperands(backend, layer);
        operands.Verify(product);
        var time = RepeatedTime.Measure(() => operands.Multiply(product), repeats, cancellation);
        return new ProductResult(layer, product, time);
    }
}
