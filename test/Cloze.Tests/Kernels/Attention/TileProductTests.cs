using Cloze.Kernels;
using Xunit;

namespace Cloze.Tests.Kernels;

/// <summary>Attention's small products and transposes at every number of rows and vectors near a tile's.</summary>
public unsafe class TileProductTests
{
    private const int Depth = 7;

    public static TheoryData<InstructionSet> Paths => InstructionPaths.Rows;

    [Theory]
    [MemberData(nameof(Paths))]
    public void Products(InstructionSet path)
    {
        foreach (bool transposed in new[] { false, true })
        {
            foreach (bool add in new[] { false, true })
            {
                for (int rows = 1; rows <= 20; rows++)
                {
                    for (int columns = 16; columns <= 112; columns += 16) Check(path, rows, columns, transposed, add);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Transposes(InstructionSet path)
    {
        for (int rows = 1; rows <= 68; rows += rows < 34 ? 1 : 17)
        {
            foreach (int size in new[] { 1, 3, 4, 5, 16, 33, 64 }) CheckTranspose(path, rows, size);
        }
    }

    private static void Check(InstructionSet path, int rows, int columns, bool transposed, bool add)
    {
        float[] left = Values(rows * Depth, 1), right = Values(Depth * columns, 2), actual = Values(24 * columns, 3);
        float[] before = [.. actual];
        fixed (float* a = left, b = right, c = actual)
        {
            TileFactor factor = transposed ? TileFactor.Transposed(a, rows) : TileFactor.Plain(a, Depth);
            switch (path)
            {
                case InstructionSet.Avx512: Run<Lanes512>(factor, b, rows, columns, add, c); break;
                case InstructionSet.Avx2: Run<Lanes256>(factor, b, rows, columns, add, c); break;
                default: Run<Lanes128>(factor, b, rows, columns, add, c); break;
            }
        }

        for (int i = 0; i < actual.Length; i++)
        {
            (int row, int column) = (i / columns, i % columns);
            double expected = add || row >= rows ? before[i] : 0;
            for (int k = 0; k < Depth && row < rows; k++)
            {
                float factor = left[transposed ? (k * rows) + row : (row * Depth) + k];
                expected += (double)factor * right[(k * columns) + column];
            }

            Assert.Equal(expected, actual[i], 1e-5);
        }
    }

    private static void Run<TLanes>(TileFactor left, float* right, int rows, int columns, bool add, float* destination)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        float[] packed = new float[TilePanels.SizeOf(columns, Depth)];
        fixed (float* panels = packed)
        {
            TilePanels factor = AttentionTiles.Pack<TLanes>(right, columns, Depth, columns, 1, panels);
            TileProduct<TLanes>.Run(left, factor, rows, Depth, add, destination, columns);
        }
    }

    // The identity times the packed panels gives the transpose.
    private static void CheckTranspose(InstructionSet path, int rows, int size)
    {
        int stride = size + 2, padded = AttentionTiles.Padded(rows);
        float[] source = Values(rows * stride, 1), actual = new float[size * padded];
        float[] identity = [.. Enumerable.Range(0, size * size).Select(i => i % (size + 1) == 0 ? 1f : 0f)];
        float[] scratch = new float[TilePanels.SizeOf(padded, AttentionTiles.PanelDepth(size)) + (16 * 64)];
        fixed (float* from = source, one = identity, panels = scratch, to = actual)
        {
            switch (path)
            {
                case InstructionSet.Avx512: Transpose<Lanes512>(from, stride, rows, size, one, panels, to); break;
                case InstructionSet.Avx2: Transpose<Lanes256>(from, stride, rows, size, one, panels, to); break;
                default: Transpose<Lanes128>(from, stride, rows, size, one, panels, to); break;
            }
        }

        for (int c = 0; c < size; c++)
        {
            for (int row = 0; row < rows; row++)
            {
                Assert.Equal(source[(row * stride) + c], actual[(c * padded) + row]);
            }
        }
    }

    private static void Transpose<TLanes>(
        float* source, int stride, int rows, int size, float* identity, float* scratch, float* destination)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TilePanels panels = AttentionTiles.Transpose<TLanes>(source, stride, rows, size, scratch, scratch + (16 * 64));
        TileFactor factor = TileFactor.Plain(identity, size);
        TileProduct<TLanes>.Run(factor, panels, size, size, false, destination, AttentionTiles.Padded(rows));
    }

    private static float[] Values(int count, uint index)
    {
        var random = new KeyedRandom(1, RandomPurpose.Weights, 0, index);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }
}
