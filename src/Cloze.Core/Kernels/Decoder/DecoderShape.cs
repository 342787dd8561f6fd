namespace Cloze.Kernels;

/// <summary>
/// How a block of rows of the tied decoder is cut. Words go in strips whose gradients stay in the level-2 cache, and
/// strips in chunks, each with a sum of its own for the gradient of the rows. None of it depends on the threads.
/// </summary>
/// <param name="Rows">Rows of the block.</param>
/// <param name="Hidden">Values of a row.</param>
/// <param name="Vocabulary">Number of words.</param>
/// <param name="TileRows">Rows of the products' register tile; they divide a strip.</param>
/// <param name="TileColumns">Its columns.</param>
internal readonly record struct DecoderShape(int Rows, int Hidden, int Vocabulary, int TileRows, int TileColumns)
{
    /// <summary>Words of a strip: a multiple of every tile's rows.</summary>
    public const int StripWords = 96;

    /// <summary>Rows of a group: every path's vectors divide it.</summary>
    public const int GroupRows = 16;

    private const int MostChunks = 16;

    /// <summary>Floats between words of the logits, which stand transposed: the rows of a word side by side.</summary>
    public int Stride => Ceiling.RoundUp(Rows, GroupRows);

    /// <summary>Rows with those that a tile computes in vain.</summary>
    public int PaddedRows => Ceiling.RoundUp(Rows, TileRows);

    /// <summary>Values of a row with those that a tile computes in vain.</summary>
    public int PaddedHidden => Ceiling.RoundUp(Hidden, TileColumns);

    /// <summary>
    /// Floats between words of a strip's gradient: an odd number of cache lines, so that one row's values of many
    /// words fall on different cache sets.
    /// </summary>
    public int GradientStride => ((Ceiling.RoundUp(PaddedRows, GroupRows) / GroupRows) | 1) * GroupRows;

    /// <summary>Number of groups of 16 rows, the last filled up.</summary>
    public int Groups => Stride / GroupRows;

    /// <summary>Number of strips; the last may be shorter.</summary>
    public int Strips => Ceiling.Divide(Vocabulary, StripWords);

    /// <summary>Number of chunks.</summary>
    public int Chunks => Math.Min(Strips, MostChunks);

    /// <summary>Floats of one chunk's sums for the gradient of the rows.</summary>
    public nint ChunkSize => (nint)PaddedRows * PaddedHidden;

    /// <summary>Floats of the rows in panels for the forward product.</summary>
    public nint TurnedSize => (nint)Ceiling.RoundUp(Stride, TileColumns) * Hidden;

    /// <summary>Floats of the rows in panels for the decoder's gradient.</summary>
    public nint PackedSize => (nint)Rows * PaddedHidden;

    /// <summary>Number of parts of the forward pass: more than chunks, since nothing is summed over a part.</summary>
    public int Parts => Math.Min(Strips, 4 * MostChunks);

    /// <summary>The first strip of a part; of the part after the last, the number of strips.</summary>
    public int PartStart(int part) => (int)((long)part * Strips / Parts);

    /// <summary>Words of a strip.</summary>
    public int WordsOf(int strip) => Math.Min(StripWords, Vocabulary - (strip * StripWords));

    /// <summary>The first strip of a chunk; of the chunk after the last, the number of strips.</summary>
    public int FirstStrip(int chunk) => (int)((long)chunk * Strips / Chunks);
}
