using System.Runtime.CompilerServices;
using Cloze.Kernels;

namespace Cloze.Compute;

/// <content>What is done with each rectangle of a product while it is in cache, row by row.</content>
internal sealed unsafe partial class CpuBackend
{
    // What is done with a stretch of one row.
    private interface IStretch
    {
        // The stretch begins at a value of the product, counted from the first of all rows.
        void Apply(int row, nint start, int width);
    }

    // Of a product [T, columns].
    private readonly struct RowEpilogue<TStretch>(TStretch stretch, int columns) : IGemmEpilogue
        where TStretch : struct, IStretch
    {
        [MethodImpl(Compiled.AtOnce)]
        public void Apply(in GemmArea area)
        {
            int width = area.ColumnEnd - area.Column;
            for (int row = area.Row; row < area.RowEnd; row++)
            {
                stretch.Apply(row, ((nint)row * columns) + area.Column, width);
            }
        }
    }
}
