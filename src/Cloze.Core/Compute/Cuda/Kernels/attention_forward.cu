// Scaled dot-product attention (Vaswani et al. 2017) of each sequence alone, on the tensor cores, tile by tile with a
// running maximum (Dao et al. 2022): output [T, H] = dropout(softmax(scale * query key^T)) value, and log_sum_exp
// [T, A] of the scaled scores, or null. bfloat16, heads of 32 or 64; others are attention_plain.cu's.
//
// A warp has 16 M queries; keys and values come 64 at a time, the next while these are multiplied.

#if ELEMENT_BF16

#define FORWARD_PARAMETERS                                                                                         \
    const u16 *query_key_value, const int *starts, const int *tiles, int heads, float scale, float *log_sum_exp,      \
        u16 *output, DROPOUT
#define FORWARD_ARGUMENTS query_key_value, starts, tiles, heads, scale, log_sum_exp, output, THE_DROPOUT

#define KEYS 64
#define THREADS 128

// What a warp knows of its rows g and g + 8 of 16: the largest score, the sum of the powers relative to it.
struct Running
{
    float largest[2], sum[2];
};

// Scores become powers of two relative to the rows' largest; returns by what is summed so far has to be multiplied.
DEVICE void raise(float (&s)[8][4], Running& rows, float factor, float (&shrink)[2])
{
#pragma unroll
    for (int r = 0; r < 2; r++)
    {
        float largest = rows.largest[r];
#pragma unroll
        for (int j = 0; j < 8; j++) largest = fmaxf(largest, fmaxf(s[j][2 * r], s[j][2 * r + 1]));
        largest = fmaxf(largest, shuffle_xor(largest, 1));
        largest = fmaxf(largest, shuffle_xor(largest, 2));
        shrink[r] = power_of_two((rows.largest[r] - largest) * factor);
        rows.largest[r] = largest;
        float sum = 0, offset = -largest * factor;
#pragma unroll
        for (int j = 0; j < 8; j++)
        {
            s[j][2 * r] = power_of_two(fmaf(s[j][2 * r], factor, offset));
            s[j][2 * r + 1] = power_of_two(fmaf(s[j][2 * r + 1], factor, offset));
            sum += s[j][2 * r] + s[j][2 * r + 1];
        }

        rows.sum[r] = fmaf(rows.sum[r], shrink[r], sum);
    }
}

DEVICE void hide_beyond(float (&s)[8][4], int count)
{
    int column = (threadIdx.x & 3) * 2;
#pragma unroll
    for (int j = 0; j < 8; j++)
    {
        if (j * 8 + column >= count) s[j][0] = s[j][2] = -1e30f;
        if (j * 8 + column + 1 >= count) s[j][1] = s[j][3] = -1e30f;
    }
}

// Powers that are dropped become 0; what is kept is scaled at the end. bits: of the warp's 16 rows.
DEVICE void drop_powers(float (&s)[8][4], const u8* bits)
{
    int lane = threadIdx.x & 31;
#pragma unroll
    for (int r = 0; r < 2; r++)
    {
        Pair kept = *(const Pair*)(bits + ((lane >> 2) + 8 * r) * 8);
#pragma unroll
        for (int j = 0; j < 8; j++)
        {
            u32 two = (j < 4 ? kept.x : kept.y) >> (8 * (j & 3) + (lane & 3) * 2);
            if (!(two & 1)) s[j][2 * r] = 0;
            if (!(two & 2)) s[j][2 * r + 1] = 0;
        }
    }
}

template <int D, int M>
DEVICE void forward(
    const u16* query_key_value, const int* starts, const int* tiles, int heads, float scale, float* log_sum_exp,
    u16* output, Dropout d)
{
    DYNAMIC_SHARED(memory);
    const int kRows = 64 * M;
    Part part = part_of(starts, tiles, heads, D, kRows);
    if (part.first >= part.length) return;
    int warp = threadIdx.x >> 5, lane = threadIdx.x & 31, hidden = part.hidden();
    const u16* key = query_key_value + part.query(0) + hidden;
    i64 stride = 3 * (i64)hidden;
    u32 query_tile = shared_address(memory), key_tiles = query_tile + kRows * D * 2;
    u8* bits = memory + (kRows + 4 * KEYS) * D * 2;
    float factor = scale * LOG2_E;
    copy_tile<D, kRows, THREADS>(
        query_tile, query_key_value + part.query(part.first), stride, part.length - part.first);
    copy_tile<D, KEYS, THREADS>(key_tiles, key, stride, part.length);
    copy_tile<D, KEYS, THREADS>(key_tiles + KEYS * D * 2, key + hidden, stride, part.length);
    copy_commit();

    float o[M][D / 8][4] = {};
    Running rows[M];
#pragma unroll
    for (int m = 0; m < M; m++) rows[m] = Running{{-1e30f, -1e30f}, {0, 0}};
    for (int first = 0, stage = 0; first < part.length; first += KEYS, stage ^= 1)
    {
        int next = first + KEYS;
        if (next < part.length)
        {
            u32 tile = key_tiles + (stage ^ 1) * 2 * KEYS * D * 2;
            copy_tile<D, KEYS, THREADS>(tile, key + next * stride, stride, part.length - next);
            copy_tile<D, KEYS, THREADS>(tile + KEYS * D * 2, key + next * stride + hidden, stride, part.length - next);
        }

        copy_commit();
        copy_wait<1>();
        block_barrier();
        u32 keys = key_tiles + stage * 2 * KEYS * D * 2, values = keys + KEYS * D * 2;
        if (d.threshold > 0)
        {
            draw_bits<kRows, KEYS, THREADS>(bits, d, part, part.first, first);
            block_barrier();
        }

        float s[M][8][4] = {};
        multiply_tiles<D, 4, M>(s, query_tile, warp * 16 * M, keys, 0);
#pragma unroll
        for (int m = 0; m < M; m++)
        {
            float shrink[2];
            if (next > part.length) hide_beyond(s[m], part.length - first);
            raise(s[m], rows[m], factor, shrink);
            if (d.threshold > 0) drop_powers(s[m], bits + (warp * M + m) * 16 * 8);
#pragma unroll
            for (int j = 0; j < D / 8; j++)
            {
                o[m][j][0] *= shrink[0], o[m][j][1] *= shrink[0];
                o[m][j][2] *= shrink[1], o[m][j][3] *= shrink[1];
            }
        }

#pragma unroll
        for (int k = 0; k < KEYS / 16; k++)
        {
            u32 p[M][4];
#pragma unroll
            for (int m = 0; m < M; m++) pack_operand(p[m], s[m][2 * k], s[m][2 * k + 1]);
            multiply_by_columns<D, M>(o, p, values, k * 16);
        }

        block_barrier();
    }

#pragma unroll
    for (int m = 0; m < M; m++)
    {
        int row = part.first + (warp * M + m) * 16;
        float share[2];
#pragma unroll
        for (int r = 0; r < 2; r++)
        {
            float sum = rows[m].sum[r];
            sum += shuffle_xor(sum, 1);
            sum += shuffle_xor(sum, 2);
            share[r] = (d.threshold > 0 ? d.kept : 1.0f) / sum;
            int mine = row + (lane >> 2) + 8 * r;
            if (log_sum_exp && (lane & 3) == 0 && mine < part.length)
            {
                log_sum_exp[part.statistic(mine)] = rows[m].largest[r] * scale + logf(sum);
            }
        }

        store_rows<D>(output + part.output(0), hidden, row, part.length, o[m], share[0], share[1]);
    }
}

KERNEL_OF(128, 4) attention_forward_64(FORWARD_PARAMETERS) { forward<64, 1>(FORWARD_ARGUMENTS); }
KERNEL(128) attention_forward_32(FORWARD_PARAMETERS) { forward<32, 1>(FORWARD_ARGUMENTS); }
KERNEL_OF(128, 3) attention_forward_64_long(FORWARD_PARAMETERS) { forward<64, 2>(FORWARD_ARGUMENTS); }
KERNEL(128) attention_forward_32_long(FORWARD_PARAMETERS) { forward<32, 2>(FORWARD_ARGUMENTS); }

#endif
