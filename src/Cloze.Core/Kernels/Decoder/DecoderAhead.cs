namespace Cloze.Kernels;

/// <summary>
/// What the next strip of the decoder will read and write: the tiles of this strip fetch it while they multiply, or
/// else its products would wait for the memory.
/// </summary>
internal unsafe struct DecoderAhead
{
    private GemmAhead _logits;
    private GemmAhead _decoder;
    private GemmAhead _gradient;

    /// <summary>For the forward pass.</summary>
    public static DecoderAhead Forward(in DecoderBlock block, int strip)
    {
        DecoderShape shape = block.Shape;
        nint first = (nint)strip * DecoderShape.StripWords, words = shape.WordsOf(strip);
        return new DecoderAhead
        {
            _logits = GemmAhead.Run(block.Logits + (first * shape.Stride), words * shape.Stride),
            _decoder = GemmAhead.Run(block.Decoder + (first * shape.Hidden), words * shape.Hidden),
        };
    }

    /// <summary>For the backward pass.</summary>
    public static DecoderAhead Backward(in DecoderBlock block, int strip)
    {
        DecoderShape shape = block.Shape;
        nint first = (nint)strip * DecoderShape.StripWords, words = shape.WordsOf(strip);
        DecoderAhead ahead = Forward(block, strip);
        if (block.DecoderGradient is null) return ahead;
        ahead._gradient = GemmAhead.Run(block.DecoderGradient + (first * shape.Hidden), words * shape.Hidden);
        return ahead;
    }

    /// <summary>Hands a tile what it fetches.</summary>
    public void Hand(ref GemmTile tile)
    {
        if (_logits.Next(ref tile) || _decoder.Next(ref tile) || _gradient.Next(ref tile)) return;
        tile.Ahead = tile.A;
        tile.AheadStep = 0;
    }
}
