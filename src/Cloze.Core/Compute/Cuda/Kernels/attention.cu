// What the kernels of attention share. queryKeyValue [T, 3H] holds query, key and value side by side, head a in columns
// [aD, (a + 1)D) of each; sequence s is the rows [starts[s], starts[s + 1]). A tile is (sequence, first row in it) and
// has up to TILE_ROWS rows; kernels whose blocks have fewer cut it again. Block (part of a tile, head).

#define LOG2_E 1.44269504f
#define LN_2 0.693147181f
#define TILE_ROWS 128

// The rows of one head over one sequence that a block has.
struct Part
{
    int start, length, first, head, heads, size;

    // Offset of a row's query in [T, 3H]; key and value are hidden() further on each.
    DEVICE_MEMBER i64 query(int row) const { return (i64)(start + row) * 3 * hidden() + head * size; }
    // Of a row in [T, H].
    DEVICE_MEMBER i64 output(int row) const { return (i64)(start + row) * hidden() + head * size; }
    // Of a row in [T, A]; the same number is the row of its dropout.
    DEVICE_MEMBER i64 statistic(int row) const { return (i64)(start + row) * heads + head; }
    DEVICE_MEMBER int hidden() const { return heads * size; }
};

DEVICE Part part_of(const int* starts, const int* tiles, int heads, int size, int rows)
{
    int cuts = TILE_ROWS / rows, tile = blockIdx.x / cuts;
    int sequence = tiles[2 * tile], start = starts[sequence];
    int first = tiles[2 * tile + 1] + (int)(blockIdx.x % cuts) * rows;
    return Part{start, starts[sequence + 1] - start, first, (int)blockIdx.y, heads, size};
}

#if ELEMENT_BF16

// Where the 16 bytes of a row's chunk stand in a tile of shared memory: chunks are exchanged so that eight rows' chunks
// of one number are in eight different groups of banks.
template <int D>
DEVICE u32 place_of(int row, int chunk)
{
    static_assert(D == 32 || D == 64, "heads of 32 or 64");
    return D == 64 ? row * 128 + ((chunk ^ (row & 7)) << 4) : row * 64 + ((chunk ^ (row >> 1 & 3)) << 4);
}

// Begins to copy ROWS rows of D values, stride values apart, to a tile; zeros for rows from count on.
template <int D, int ROWS, int THREADS>
DEVICE void copy_tile(u32 tile, const u16* source, i64 stride, int count)
{
#pragma unroll
    for (int i = 0; i < ROWS * D / 8 / THREADS; i++)
    {
        int piece = threadIdx.x + i * THREADS, row = piece / (D / 8), chunk = piece % (D / 8);
        bool there = row < count;
        copy_async(tile + place_of<D>(row, chunk), source + (there ? row : 0) * stride + chunk * 8, there ? 16 : 0);
    }
}

// A operand: 16 rows from a row on, all D columns.
template <int D>
DEVICE void load_rows_operand(u32 (&a)[D / 16][4], u32 tile, int row)
{
    int lane = threadIdx.x & 31;
#pragma unroll
    for (int k = 0; k < D / 16; k++) load_matrices(a[k], tile + place_of<D>(row + (lane & 15), 2 * k + (lane >> 4)));
}

// c [16 M, 16 N] += a [16 M, D] tile^T: the rows of the tile from a row on are the columns of the product. What is read
// of the tile serves all 16 M rows.
template <int D, int N, int M>
DEVICE void multiply_by_rows(float (&c)[M][2 * N][4], const u32 (&a)[M][D / 16][4], u32 tile, int row)
{
    int lane = threadIdx.x & 31;
#pragma unroll
    for (int k = 0; k < D / 16; k++)
    {
#pragma unroll
        for (int j = 0; j < N; j++)
        {
            u32 b[4];
            int r = row + j * 16 + (lane & 7) + (lane >> 4 << 3);
            load_matrices(b, tile + place_of<D>(r, 2 * k + (lane >> 3 & 1)));
#pragma unroll
            for (int m = 0; m < M; m++)
            {
                multiply_add(c[m][2 * j], a[m][k], b[0], b[1]);
                multiply_add(c[m][2 * j + 1], a[m][k], b[2], b[3]);
            }
        }
    }
}

// c [16 M, D] += a [16 M, 16] tile: 16 rows of the tile from a row on.
template <int D, int M>
DEVICE void multiply_by_columns(float (&c)[M][D / 8][4], const u32 (&a)[M][4], u32 tile, int row)
{
    int lane = threadIdx.x & 31;
#pragma unroll
    for (int j = 0; j < D / 16; j++)
    {
        u32 b[4];
        load_transposed(b, tile + place_of<D>(row + (lane & 15), 2 * j + (lane >> 4)));
#pragma unroll
        for (int m = 0; m < M; m++)
        {
            multiply_add(c[m][2 * j], a[m], b[0], b[1]);
            multiply_add(c[m][2 * j + 1], a[m], b[2], b[3]);
        }
    }
}

// Two accumulators side by side as an A operand of 16 columns.
DEVICE void pack_operand(u32 (&a)[4], const float (&left)[4], const float (&right)[4])
{
    a[0] = pack_bf16(left[0], left[1]);
    a[1] = pack_bf16(left[2], left[3]);
    a[2] = pack_bf16(right[0], right[1]);
    a[3] = pack_bf16(right[2], right[3]);
}

// A warp's 16 rows of accumulators to memory, times a factor for rows g and g + 8; rows from count on are left out.
template <int D>
DEVICE void store_rows(u16* place, i64 stride, int row, int count, const float (&c)[D / 8][4], float upper, float lower)
{
    int lane = threadIdx.x & 31, first = row + (lane >> 2), second = first + 8;
#pragma unroll
    for (int j = 0; j < D / 8; j++)
    {
        int column = j * 8 + (lane & 3) * 2;
        if (first < count) *(u32*)(place + first * stride + column) = pack_bf16(c[j][0] * upper, c[j][1] * upper);
        if (second < count) *(u32*)(place + second * stride + column) = pack_bf16(c[j][2] * lower, c[j][3] * lower);
    }
}

// bits [ROWS] of 64: bit k of row r tells whether the probability of query row + r and key first_key + k is kept.
template <int ROWS, int THREADS>
DEVICE void draw_bits(u8* bits, const Dropout& d, const Part& part, int row, int first_key)
{
    for (int i = threadIdx.x; i < ROWS * 8; i += THREADS)
    {
        Quad q = philox(d, (u32)(first_key >> 3) + (i & 7), (u32)part.statistic(row + (i >> 3)));
        const u32 words[4] = {q.x, q.y, q.z, q.w};
        u32 kept = 0;
#pragma unroll
        for (int w = 0; w < 4; w++)
        {
            kept |= ((words[w] & 0xFFFFu) < d.threshold ? 0u : 1u) << (2 * w);
            kept |= ((words[w] >> 16) < d.threshold ? 0u : 1u) << (2 * w + 1);
        }

        bits[i] = (u8)kept;
    }
}

#endif
