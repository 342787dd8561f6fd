namespace Cloze.Kernels;

/// <summary>
/// A block of rows of the tied decoder with its softmax cross entropy: what goes in and what is made.
/// </summary>
internal readonly unsafe struct DecoderBlock
{
    /// <summary>Its sizes.</summary>
    public required DecoderShape Shape { get; init; }

    /// <summary>The rows, [Rows, Hidden].</summary>
    public required float* Input { get; init; }

    /// <summary>The decoder, [Vocabulary, Hidden].</summary>
    public required float* Decoder { get; init; }

    /// <summary>The words' biases, [Vocabulary].</summary>
    public required float* Bias { get; init; }

    /// <summary>The right word of each row.</summary>
    public required int* Labels { get; init; }

    /// <summary>What each row's loss weighs in the gradients.</summary>
    public float Scale { get; init; }

    /// <summary>The rows in panels for the forward product: [panel][Hidden, tile columns].</summary>
    public float* TurnedInput { get; init; }

    /// <summary>The rows in panels for the decoder's gradient: [panel][Rows, tile columns].</summary>
    public float* PackedInput { get; init; }

    /// <summary>
    /// Logits, or powers e^(logit - the strip's largest), transposed: [Vocabulary, Shape.Stride].
    /// </summary>
    public float* Logits { get; init; }

    /// <summary>
    /// Each strip's largest logit of each row, later the factor that turns its powers into gradients.
    /// </summary>
    public float* Largest { get; init; }

    /// <summary>Each strip's sum of powers of each row.</summary>
    public float* Sums { get; init; }

    /// <summary>Each row's logit of its right word.</summary>
    public float* LabelLogits { get; init; }

    /// <summary>Each row's -ln P(label).</summary>
    public required float* Losses { get; init; }

    /// <summary>
    /// Each chunk's sums for the gradient of the rows, in panels: [Chunks][panel][PaddedRows, tile columns].
    /// </summary>
    public float* Partial { get; init; }

    /// <summary>The gradient of the decoder, added to; null where it does not learn.</summary>
    public float* DecoderGradient { get; init; }

    /// <summary>The gradient of the biases, added to.</summary>
    public float* BiasGradient { get; init; }

    /// <summary>The gradient of the rows, overwritten.</summary>
    public float* InputGradient { get; init; }
}
