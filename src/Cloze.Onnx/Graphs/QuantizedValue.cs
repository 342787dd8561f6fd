namespace Cloze.Onnx;

/// <summary>A tensor in unsigned bytes: value = scale · (byte - zero point).</summary>
/// <param name="Bytes">The bytes.</param>
/// <param name="Scale">A float for the whole tensor.</param>
/// <param name="ZeroPoint">The byte of the value 0.</param>
internal readonly record struct QuantizedValue(Value Bytes, Value Scale, Value ZeroPoint);
