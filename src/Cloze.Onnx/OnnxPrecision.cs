namespace Cloze.Onnx;

/// <summary>In what a graph keeps its weights and computes.</summary>
public enum OnnxPrecision
{
    /// <summary>Both in 32-bit floats.</summary>
    Float32,

    /// <summary>Both in 16-bit floats; the logits are 32-bit ones.</summary>
    Float16,

    /// <summary>
    /// Matrices and word embeddings in signed bytes, a scale a row; the inputs of their products in unsigned bytes,
    /// scaled anew each time. All else is in 32-bit floats.
    /// </summary>
    Int8,
}
