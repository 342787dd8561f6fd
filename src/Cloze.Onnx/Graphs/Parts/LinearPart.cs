namespace Cloze.Onnx;

/// <summary>
/// A linear layer, y = x · Wᵀ + b. The matrix stands in the file as the model has it, [N, K]: an engine turns it round
/// once, when it opens the file, and a word embedding that is the decoder too stands there once.
/// </summary>
internal static class LinearPart
{
    /// <summary>A layer of these parameters.</summary>
    /// <param name="at">Where it stands.</param>
    /// <param name="input">x, [..., K].</param>
    /// <param name="weight">The matrix's name.</param>
    /// <param name="bias">The bias's name; null for none.</param>
    public static Value Of(GraphScope at, Value input, string weight, string? bias)
    {
        Value product = at.Graph.Precision == OnnxPrecision.Int8
            ? ProductOfBytes(at, input, weight)
            : at.MatMul(input, at.Transpose(at.Graph.Parameter(weight), 1, 0));
        return bias is null ? product : at.Add(product, at.Graph.Parameter(bias));
    }

    // The form that ONNX Runtime's own quantizer makes and its optimizer knows: one kernel does it all.
    private static Value ProductOfBytes(GraphScope at, Value input, string weight)
    {
        QuantizedValue x = at.Quantize(input);
        (Value bytes, Value scales) = at.Graph.Bytes(weight);
        Value sums = at.Apply("MatMulInteger", x.Bytes, at.Transpose(bytes, 1, 0), x.ZeroPoint);
        return at.Multiply(at.ToFloat(sums), at.Multiply(x.Scale, scales));
    }
}
