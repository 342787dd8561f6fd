namespace Cloze.Formats;

/// <summary>The element types of ONNX that weights have, by their numbers there; any other is only a number.</summary>
internal enum OnnxElement
{
    /// <summary>IEEE 754 single precision.</summary>
    Float = 1,

    /// <summary>Unsigned byte.</summary>
    UInt8 = 2,

    /// <summary>Signed byte.</summary>
    Int8 = 3,

    /// <summary>Signed 64-bit integer.</summary>
    Int64 = 7,

    /// <summary>IEEE 754 half precision.</summary>
    Float16 = 10,

    /// <summary>IEEE 754 double precision.</summary>
    Double = 11,

    /// <summary>The upper half of a float.</summary>
    BFloat16 = 16,
}
