namespace Cloze.Kernels;

/// <content>A thread's scratch memory.</content>
internal sealed unsafe partial class DecoderKernel<TLanes, TTile>
{
    private readonly ref struct Scratch(float* floats)
    {
        private const int ZeroSize = 64;

        /// <summary>A row of zeros, never written.</summary>
        public float* Zeros { get; } = floats;

        /// <summary>The decoder's last rows where they fill no tile, or a tile that leaves the destination.</summary>
        public float* Edge { get; } = floats + ZeroSize;

        /// <summary>[StripWords, Width]: logits, or a strip of the decoder.</summary>
        public float* Panel { get; } = floats + ZeroSize + EdgeSize;

        /// <summary>[tile][StripWords, TileRows]: a strip's gradient, where the tile needs it packed.</summary>
        public float* PackedGradient { get; } = floats + ZeroSize + EdgeSize + PanelSize;

        /// <summary>[StripWords, GradientStride]: a strip's gradient.</summary>
        public float* Gradient { get; } = floats + ZeroSize + EdgeSize + PanelSize + PackedSize;

        private static int EdgeSize => TileRows * LongestRun;

        private static int PanelSize => DecoderShape.StripWords * Width;

        private static int PackedSize => TTile.ReadsTermsInPlace ? 0 : DecoderShape.StripWords * MostPackedRows;

        /// <summary>Floats in all; behind the gradient the last tile of a row may read on.</summary>
        public static nint Size(in DecoderShape shape) =>
            ZeroSize + EdgeSize + PanelSize + PackedSize + ((nint)DecoderShape.StripWords * shape.GradientStride);
    }
}
