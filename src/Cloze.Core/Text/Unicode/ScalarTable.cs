namespace Cloze.Text;

/// <summary>
/// One number for every Unicode scalar value, in pages of 256: pages that are all alike are stored once.
/// </summary>
internal sealed class ScalarTable
{
    /// <summary>How many pages cover U+0000 to U+10FFFF.</summary>
    public const int PageCount = 0x1100;

    private readonly int[][] _pages = new int[PageCount][];

    /// <summary>Builds the table from ranges, each of which ORs its bits into its scalar values.</summary>
    public ScalarTable(IEnumerable<(int First, int Last, int Bits)> ranges)
    {
        var uniform = new Dictionary<int, int[]> { [0] = new int[256] };
        bool[] owned = new bool[PageCount];
        Array.Fill(_pages, uniform[0]);
        foreach ((int first, int last, int bits) in ranges)
        {
            for (int page = first >> 8; page <= last >> 8; page++)
            {
                int from = Math.Max(first, page << 8), to = Math.Min(last, (page << 8) | 0xFF);
                if (!owned[page] && to - from == 0xFF && _pages[page] == uniform[0])
                {
                    _pages[page] = Uniform(uniform, bits);
                    continue;
                }

                if (!owned[page]) _pages[page] = (int[])_pages[page].Clone();
                owned[page] = true;
                foreach (ref int value in _pages[page].AsSpan(from & 0xFF, to - from + 1)) value |= bits;
            }
        }
    }

    /// <summary>Takes pages that are already built; equal pages may be one array.</summary>
    public ScalarTable(Func<int, int[]> page)
    {
        for (int i = 0; i < PageCount; i++) _pages[i] = page(i);
    }

    /// <summary>The number of a scalar value.</summary>
    public int this[int scalar] => _pages[scalar >> 8][scalar & 0xFF];

    /// <summary>The 256 numbers of one page; pages that are alike are often one array.</summary>
    public int[] Page(int index) => _pages[index];

    private static int[] Uniform(Dictionary<int, int[]> pages, int bits)
    {
        if (pages.TryGetValue(bits, out int[]? page)) return page;
        page = new int[256];
        Array.Fill(page, bits);
        return pages[bits] = page;
    }
}
