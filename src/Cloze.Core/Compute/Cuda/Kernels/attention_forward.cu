// Scaled dot-product attention (Vaswani et al. 2017) of each sequence alone, on the tensor cores, tile by tile with a
// running maximum (Dao et al. 2022): output [T, H] = dropout(softmax(scale * query key^T)) value, and log_sum_exp
// [T, A] of the scaled scores, or null. bfloat16, heads of 32 or 64; others are attention_plain.cu's.
//
// A warp has 16 M queries; keys and values come KEYS at a time, the next while these are multiplied.

#if ELEMENT_BF16

#define FORWARD_PARAMETERS                                                                                         \
    const u16 *query_key_value, const int *starts, const int *tiles, int heads, int window, float scale,              \
        float *log_sum_exp, u16 *output, DROPOUT
#define FORWARD_ARGUMENTS query_key_value, starts, tiles, heads, window, scale, log_sum_exp, output, THE_DROPOUT

#define THREADS 128

// What the largest score begins with, and a score that is hidden: far below, so that its power is 0 where a row has
// seen nothing yet.
#define NOTHING -1e20f
#define HIDDEN -1e30f

// What a warp knows of its rows g and g + 8 of 16: the largest score, the sum of the powers relative to it.
struct Running
{
    float largest[2], sum[2];
};

// Scores become powers of two relative to the rows' largest; returns by what is summed so far has to be multiplied.
template <int N>
DEVICE void raise(float (&s)[N][4], Running& rows, float factor, float (&shrink)[2])
{
#pragma unroll
    for (int r = 0; r < 2; r++)
    {
        float largest = rows.largest[r];
#pragma unroll
        for (int j = 0; j < N; j++) largest = fmaxf(largest, fmaxf(s[j][2 * r], s[j][2 * r + 1]));
        largest = fmaxf(largest, shuffle_xor(largest, 1));
        largest = fmaxf(largest, shuffle_xor(largest, 2));
        shrink[r] = power_of_two((rows.largest[r] - largest) * factor);
        rows.largest[r] = largest;
        float sum = 0, offset = -largest * factor;
#pragma unroll
        for (int j = 0; j < N; j++)
        {
            s[j][2 * r] = power_of_two(fmaf(s[j][2 * r], factor, offset));
            s[j][2 * r + 1] = power_of_two(fmaf(s[j][2 * r + 1], factor, offset));
            sum += s[j][2 * r] + s[j][2 * r + 1];
        }

        rows.sum[r] = fmaf(rows.sum[r], shrink[r], sum);
    }
}

template <int N>
DEVICE void hide_beyond(float (&s)[N][4], int count)
{
    int column = (threadIdx.x & 3) * 2;
#pragma unroll
    for (int j = 0; j < N; j++)
    {
        if (j * 8 + column >= count) s[j][0] = s[j][2] = HIDDEN;
        if (j * 8 + column + 1 >= count) s[j][1] = s[j][3] = HIDDEN;
    }
}

// Scores of 16 queries from a row on and keys from the first on that do not see each other.
template <int N>
DEVICE void hide_outside(float (&s)[N][4], int row, int first, int window)
{
    if (sees_all(row, 16, first, N * 8, window)) return;
    int lane = threadIdx.x & 31, distance = first + (lane & 3) * 2 - row - (lane >> 2);
#pragma unroll
    for (int j = 0; j < N; j++) hide_far(s[j], distance + j * 8, window, HIDDEN);
}

// Powers that are dropped become 0; what is kept is scaled at the end. bits: of the warp's 16 rows, a bit a key.
template <int N>
DEVICE void drop_powers(float (&s)[N][4], const u8* bits)
{
    int lane = threadIdx.x & 31;
#pragma unroll
    for (int r = 0; r < 2; r++)
    {
        const u8* kept = bits + ((lane >> 2) + 8 * r) * N;
#pragma unroll
        for (int j = 0; j < N; j++)
        {
            u32 two = kept[j] >> (lane & 3) * 2;
            if (!(two & 1)) s[j][2 * r] = 0;
            if (!(two & 2)) s[j][2 * r + 1] = 0;
        }
    }
}

// o [16 M, D] = o * shrink + powers values: the scores s of N * 8 keys from the first on become powers on their way.
template <int D, int M, bool WINDOWED, int N>
DEVICE void consume(
    float (&s)[M][N][4], float (&o)[M][D / 8][4], Running (&rows)[M], float factor, const Part& part, int row,
    int first, int window, u32 values, u8* bits, const Dropout& d)
{
    if (d.threshold > 0)
    {
        warp_barrier();
        draw_warp_bits<16 * M, N * 8>(bits, d, part, row, first);
        warp_barrier();
    }

#pragma unroll
    for (int m = 0; m < M; m++)
    {
        float shrink[2];
        if (first + N * 8 > part.length) hide_beyond(s[m], part.length - first);
        if constexpr (WINDOWED) hide_outside(s[m], row + m * 16, first, window);
        raise(s[m], rows[m], factor, shrink);
        if (d.threshold > 0) drop_powers(s[m], bits + m * 16 * N);
#pragma unroll
        for (int j = 0; j < D / 8; j++)
        {
            o[m][j][0] *= shrink[0], o[m][j][1] *= shrink[0];
            o[m][j][2] *= shrink[1], o[m][j][3] *= shrink[1];
        }
    }

#pragma unroll
    for (int k = 0; k < N / 2; k++)
    {
        u32 p[M][4];
#pragma unroll
        for (int m = 0; m < M; m++) pack_operand(p[m], s[m][2 * k], s[m][2 * k + 1]);
        multiply_by_columns<D, M>(o, p, values, k * 16);
    }
}

// Output and log-sum-exp of a warp's rows.
template <int D, int M>
DEVICE void finish(
    const float (&o)[M][D / 8][4], const Running (&rows)[M], const Part& part, int first, float scale,
    float* log_sum_exp, u16* output, float kept)
{
    int lane = threadIdx.x & 31;
#pragma unroll
    for (int m = 0; m < M; m++)
    {
        int row = first + m * 16;
        float share[2];
#pragma unroll
        for (int r = 0; r < 2; r++)
        {
            float sum = rows[m].sum[r];
            sum += shuffle_xor(sum, 1);
            sum += shuffle_xor(sum, 2);
            share[r] = kept / sum;
            int mine = row + (lane >> 2) + 8 * r;
            if (log_sum_exp && (lane & 3) == 0 && mine < part.length)
            {
                log_sum_exp[part.statistic(mine)] = rows[m].largest[r] * scale + logf(sum);
            }
        }

        store_rows<D>(output + part.output(0), part.hidden(), row, part.length, o[m], share[0], share[1]);
    }
}

template <int D, int M, int KEYS, bool WINDOWED>
DEVICE void forward(
    const u16* query_key_value, const int* starts, const int* tiles, int heads, int window, float scale,
    float* log_sum_exp, u16* output, Dropout d)
{
    DYNAMIC_SHARED(memory);
    const int kRows = 64 * M, kTile = KEYS * D * 2, N = KEYS / 8;
    Part part = part_of(starts, tiles, heads, D, kRows);
    if (part.first >= part.length) return;
    int own = (threadIdx.x >> 5) * 16 * M, hidden = part.hidden(), length = part.length;
    i64 stride = 3 * (i64)hidden;
    const u16 *key = query_key_value + part.query(0) + hidden, *value = key + hidden;
    Band band = band_of(part, kRows, window, KEYS);
    int begin = WINDOWED ? band.begin : 0, end = WINDOWED ? band.end : length;

    // Queries, two stages of keys, two of values.
    u32 queries = shared_address(memory), keys = queries + kRows * D * 2, values = keys + 2 * kTile;
    u8* bits = memory + (kRows + 4 * KEYS) * D * 2 + own * N;
    copy_tile<D, kRows, THREADS>(queries, query_key_value + part.query(part.first), stride, length - part.first);
    copy_tile<D, KEYS, THREADS>(keys, key + begin * stride, stride, length - begin);
    copy_tile<D, KEYS, THREADS>(values, value + begin * stride, stride, length - begin);
    copy_commit();
    float o[M][D / 8][4] = {};
    Running rows[M];
#pragma unroll
    for (int m = 0; m < M; m++) rows[m] = Running{{NOTHING, NOTHING}, {0, 0}};
    for (int first = begin, stage = 0; first < end; first += KEYS, stage ^= 1)
    {
        // All that was asked for is there, and nobody reads any more what came before.
        int next = first + KEYS, other = (stage ^ 1) * kTile;
        copy_wait<0>();
        block_barrier();
        if (next < end)
        {
            copy_tile<D, KEYS, THREADS>(keys + other, key + next * stride, stride, length - next);
            copy_tile<D, KEYS, THREADS>(values + other, value + next * stride, stride, length - next);
        }

        copy_commit();
        if (part.first + own >= length) continue;
        if (WINDOWED && !meets(part.first + own, 16 * M, first, KEYS, window)) continue;
        float s[M][N][4] = {};
        multiply_tiles<D, N / 2, M>(s, queries, own, keys + stage * kTile, 0);
        consume<D, M, WINDOWED>(
            s, o, rows, scale * LOG2_E, part, part.first + own, first, window, values + stage * kTile, bits, d);
    }

    finish<D, M>(o, rows, part, part.first + own, scale, log_sum_exp, output, d.threshold > 0 ? d.kept : 1.0f);
}

KERNEL_OF(128, 4) attention_forward_64(FORWARD_PARAMETERS) { forward<64, 1, 64, false>(FORWARD_ARGUMENTS); }
KERNEL_OF(128, 3) attention_forward_64_long(FORWARD_PARAMETERS) { forward<64, 2, 64, false>(FORWARD_ARGUMENTS); }
KERNEL_OF(128, 2) attention_forward_64_wide(FORWARD_PARAMETERS) { forward<64, 2, 128, false>(FORWARD_ARGUMENTS); }
KERNEL(128) attention_forward_32(FORWARD_PARAMETERS) { forward<32, 1, 64, false>(FORWARD_ARGUMENTS); }
KERNEL(128) attention_forward_32_long(FORWARD_PARAMETERS) { forward<32, 2, 64, false>(FORWARD_ARGUMENTS); }
KERNEL_OF(128, 4) attention_forward_64_window(FORWARD_PARAMETERS) { forward<64, 1, 64, true>(FORWARD_ARGUMENTS); }
KERNEL_OF(128, 3) attention_forward_64_long_window(FORWARD_PARAMETERS) { forward<64, 2, 64, true>(FORWARD_ARGUMENTS); }
KERNEL(128) attention_forward_32_window(FORWARD_PARAMETERS) { forward<32, 1, 64, true>(FORWARD_ARGUMENTS); }
KERNEL(128) attention_forward_32_long_window(FORWARD_PARAMETERS) { forward<32, 2, 64, true>(FORWARD_ARGUMENTS); }

#endif
