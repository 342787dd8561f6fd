namespace Cloze.Models;

/// <summary>One parameter: its name in Hugging Face's library, its shape and its place in the flat buffer.</summary>
/// <param name="Name">As transformers' <c>named_parameters()</c> has it.</param>
/// <param name="Rows">Rows; 1 for a vector.</param>
/// <param name="Columns">Columns, or the vector's length.</param>
/// <param name="IsVector">Whether a file holds it with one dimension.</param>
/// <param name="Offset">First value in the flat buffer, in floats.</param>
/// <param name="Decays">Whether weight decay applies: not to biases and LayerNorm.</param>
public sealed record ParameterSpec(string Name, int Rows, int Columns, bool IsVector, nint Offset, bool Decays)
{
    /// <summary>Whether it is a layer's matrix, from hidden states to hidden states: no embedding, no head.</summary>
    public bool IsHidden { get; init; }

    /// <summary>What it is for, whatever its family calls it.</summary>
    internal ModelPart Part { get; init; }

    /// <summary>The layer it belongs to, from 0; -1 outside the layers.</summary>
    internal int Layer { get; init; } = -1;

    /// <summary>Whether it is the gain of a norm, which begins as 1.</summary>
    internal bool IsGain { get; init; }

    /// <summary>Number of values.</summary>
    public nint Count => (nint)Rows * Columns;

    /// <summary>The shape as a file has it: [n] or [rows, columns].</summary>
    public IReadOnlyList<long> Shape => IsVector ? [Columns] : [Rows, Columns];
}
