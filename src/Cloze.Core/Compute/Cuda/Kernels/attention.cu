// What the kernels of attention share. queryKeyValue [T, 3H] holds query, key and value side by side, head a in columns
// [aD, (a + 1)D) of each; sequence s is the rows [starts[s], starts[s + 1]). A tile is (sequence, first row in it) and
// has up to TILE_ROWS rows; kernels whose blocks have fewer cut it again. A block is a part of a
// tile and a head, the heads of a part side by side: together they read whole rows.

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
    int cuts = TILE_ROWS / rows, head = blockIdx.x % heads, cut = blockIdx.x / heads, tile = cut / cuts;
    int sequence = tiles[2 * tile], start = starts[sequence];
    return Part{start, starts[sequence + 1] - start, tiles[2 * tile + 1] + cut % cuts * rows, head, heads, size};
}

#if ELEMENT_BF16

// Where the 16 bytes of a row's chunk stand in a tile of shared memory: chunks are exchanged so that eight rows' chunks
// of one number are in eight different groups of banks.
template <int D>
DEVICE u32 place_of(int row, int chunk)
{
    static_assert(D == 32 || D == 64 || D == 128, "rows of 32, 64 or 128");
    return D == 32 ? row * 64 + ((chunk ^ (row >> 1 & 3)) << 4) : row * 2 * D + ((chunk ^ (row & 7)) << 4);
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

// c [16 M, 16 N] += left right^T: 16 M rows of one tile from a row on, 16 N of another. What is read of the right one
// serves all 16 M rows; nothing stays in registers.
template <int D, int N, int M>
DEVICE void multiply_tiles(float (&c)[M][2 * N][4], u32 left, int left_row, u32 right, int right_row)
{
    int lane = threadIdx.x & 31;
#pragma unroll
    for (int k = 0; k < D / 16; k++)
    {
        u32 a[M][4];
#pragma unroll
        for (int m = 0; m < M; m++)
        {
            load_matrices(a[m], left + place_of<D>(left_row + m * 16 + (lane & 15), 2 * k + (lane >> 4)));
        }

#pragma unroll
        for (int j = 0; j < N; j++)
        {
            u32 b[4];
            int r = right_row + j * 16 + (lane & 7) + (lane >> 4 << 3);
            load_matrices(b, right + place_of<D>(r, 2 * k + (lane >> 3 & 1)));
#pragma unroll
            for (int m = 0; m < M; m++)
            {
                multiply_add(c[m][2 * j], a[m], b[0], b[1]);
                multiply_add(c[m][2 * j + 1], a[m], b[2], b[3]);
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

// One of four words by a number from 0 to 3.
DEVICE u32 pick(const u32 (&words)[4], int i)
{
    u32 even = i & 2 ? words[2] : words[0], odd = i & 2 ? words[3] : words[1];
    return i & 1 ? odd : even;
}

// Four lanes side by side have four words each: lane t receives word t of each, in the lanes' order.
DEVICE Quad turn_words(const u32 (&words)[4])
{
    int t = threadIdx.x & 3;
    u32 from[4] = {pick(words, t)};
#pragma unroll
    for (int d = 1; d < 4; d++) from[d] = (u32)shuffle_xor((int)pick(words, t ^ d), d);
    return Quad{pick(from, t), pick(from, t ^ 1), pick(from, t ^ 2), pick(from, t ^ 3)};
}

// A warp's 16 rows of accumulators to memory, times a factor for rows g and g + 8; rows from count on are left out.
template <int D>
DEVICE void store_rows(u16* place, i64 stride, int row, int count, const float (&c)[D / 8][4], float upper, float lower)
{
    int lane = threadIdx.x & 31, first = row + (lane >> 2), second = first + 8;
#pragma unroll
    for (int j = 0; j < D / 8; j += 4)
    {
        u32 above[4], below[4];
#pragma unroll
        for (int i = 0; i < 4; i++)
        {
            above[i] = pack_bf16(c[j + i][0] * upper, c[j + i][1] * upper);
            below[i] = pack_bf16(c[j + i][2] * lower, c[j + i][3] * lower);
        }

        // Lane t of four has columns 2t, 2t + 1 of every eight; now it has the eight columns of one of four groups.
        Quad a = turn_words(above), b = turn_words(below);
        int column = (j + (lane & 3)) * 8;
        if (first < count) *(Quad*)(place + first * stride + column) = a;
        if (second < count) *(Quad*)(place + second * stride + column) = b;
    }
}

// sums [D] = the sums of the columns of a warp's 16 M rows of accumulators from a row on, times a factor; rows from
// count on are left out. Lanes halve what each has to add: 14 exchanges for 16 columns of 8 rows.
template <int D, int M>
DEVICE void sum_rows(float* sums, const float (&c)[M][D / 8][4], int row, int count, float factor)
{
    const int N = D / 4;
    int lane = threadIdx.x & 31, at = 0;
    float v[N] = {};
#pragma unroll
    for (int i = 0; i < N * M; i++)
    {
        int m = i / N, k = i % N, first = row + m * 16 + (lane >> 2);
        v[k] += (first < count ? c[m][k / 2][k & 1] : 0) + (first + 8 < count ? c[m][k / 2][2 + (k & 1)] : 0);
    }

#pragma unroll
    for (int step = 1; step <= 3; step++)
    {
        const int n = N >> step, bit = 32 >> step;
        bool upper = (lane & bit) != 0;
        at += upper ? n : 0;
#pragma unroll
        for (int i = 0; i < n; i++)
        {
            float mine = upper ? v[i + n] : v[i], other = upper ? v[i] : v[i + n];
            v[i] = mine + shuffle_xor(other, bit);
        }
    }

#pragma unroll
    for (int i = 0; i < N / 8; i++) sums[(at + i) / 2 * 8 + (lane & 3) * 2 + (at + i) % 2] = v[i] * factor;
}

// Where a block's column sums of queries (0), keys (1) or values (2) go in column_sums [tiles, 3H].
DEVICE float* sums_of(float* column_sums, const Part& part, int which)
{
    return column_sums + ((i64)(blockIdx.x / part.heads) * 3 + which) * part.hidden() + part.head * part.size;
}

// Eight draws of a row of dropout: bit k tells whether value k of the block is kept.
DEVICE u8 draw_byte(const Dropout& d, u32 block, u32 row)
{
    Quad q = philox(d, block, row);
    const u32 words[4] = {q.x, q.y, q.z, q.w};
    u32 kept = 0;
#pragma unroll
    for (int w = 0; w < 4; w++)
    {
        kept |= ((words[w] & 0xFFFFu) < d.threshold ? 0u : 1u) << (2 * w);
        kept |= ((words[w] >> 16) < d.threshold ? 0u : 1u) << (2 * w + 1);
    }

    return (u8)kept;
}

// bits [ROWS] of KEYS: bit k of row r tells whether the probability of query row + r and key first_key + k is kept.
template <int ROWS, int KEYS, int THREADS>
DEVICE void draw_bits(u8* bits, const Dropout& d, const Part& part, int row, int first_key)
{
    const int kBlocks = KEYS / 8;
    for (int i = threadIdx.x; i < ROWS * kBlocks; i += THREADS)
    {
        bits[i] = draw_byte(d, (u32)(first_key >> 3) + i % kBlocks, (u32)part.statistic(row + i / kBlocks));
    }
}

// The same of a warp's own rows.
template <int ROWS, int KEYS>
DEVICE void draw_warp_bits(u8* bits, const Dropout& d, const Part& part, int row, int first_key)
{
    const int kBlocks = KEYS / 8;
    for (int i = threadIdx.x & 31; i < ROWS * kBlocks; i += 32)
    {
        bits[i] = draw_byte(d, (u32)(first_key >> 3) + i % kBlocks, (u32)part.statistic(row + i / kBlocks));
    }
}

// Of one accumulator: s holds scores and becomes w, g holds dy v^T and becomes ds. offset: -log_sum_exp * log2(e) of
// each value's query; kept: bit i for value i.
DEVICE void differentiate(
    float (&s)[4], float (&g)[4], float factor, const float (&offset)[4], const float (&delta)[4], u32 kept,
    float kept_scale)
{
#pragma unroll
    for (int i = 0; i < 4; i++)
    {
        float p = power_of_two(fmaf(s[i], factor, offset[i]));
        float keep = kept >> i & 1 ? kept_scale : 0;
        s[i] = p * keep;
        g[i] = p * fmaf(g[i], keep, -delta[i]);
    }
}

// The four bits of an accumulator whose rows are keys: key_byte is the byte of its first eight keys in bits, [queries]
// of stride bytes, column its first query.
DEVICE u32 kept_of_keys(const u8* bits, int stride, int column, int key_byte)
{
    const u8 *one = bits + column * stride + key_byte, *other = one + stride;
    int key = (threadIdx.x & 31) >> 2;
    return (one[0] >> key & 1) | (other[0] >> key & 1) << 1 | (one[1] >> key & 1) << 2 | (other[1] >> key & 1) << 3;
}

#endif
