// The gradient of attention_forward.cu; the probabilities are recomputed from log_sum_exp. With
// p = softmax(scale q k^T), w = dropout(p) and y = w v: dv = w^T dy, ds = p * (dropout(dy v^T) - delta),
// delta = sum(dy * y) of a row, dq = scale ds k and dk = scale ds^T q. Every sum has one writer: one kernel has keys
// and goes through the queries, one has queries and goes through the keys. bfloat16, heads of 32 or 64.

// delta [T, A] = sum over a head of output * output_gradient, both [T, H]. D / 8 lanes a head.
template <int D>
DEVICE void sum_products(const elem* output, const elem* output_gradient, float* delta, i64 count)
{
    const int kLanes = D / 8;
    i64 item = ((i64)blockIdx.x * 256 + threadIdx.x) / kLanes;
    float sum = 0;
    if (item < count)
    {
        float y[8], dy[8];
        load<8>(output + item * D + threadIdx.x % kLanes * 8, y);
        load<8>(output_gradient + item * D + threadIdx.x % kLanes * 8, dy);
#pragma unroll
        for (int i = 0; i < 8; i++) sum = fmaf(y[i], dy[i], sum);
    }

#pragma unroll
    for (int mask = kLanes / 2; mask > 0; mask >>= 1) sum += shuffle_xor(sum, mask);
    if (item < count && threadIdx.x % kLanes == 0) delta[item] = sum;
}

KERNEL(256) attention_delta_64(const elem* output, const elem* output_gradient, float* delta, i64 count)
{
    sum_products<64>(output, output_gradient, delta, count);
}

KERNEL(256) attention_delta_32(const elem* output, const elem* output_gradient, float* delta, i64 count)
{
    sum_products<32>(output, output_gradient, delta, count);
}

#if ELEMENT_BF16

#define BACKWARD_PARAMETERS                                                                                        \
    const u16 *query_key_value, const int *starts, const int *tiles, int heads, int window, float scale,              \
        const float *log_sum_exp, const float *delta, const u16 *output_gradient, u16 *gradient, DROPOUT
#define BACKWARD_ARGUMENTS                                                                                         \
    query_key_value, starts, tiles, heads, window, scale, log_sum_exp, delta, output_gradient, gradient, THE_DROPOUT

#define ROWS 64
#define THREADS 128

// Statistics of 64 queries to shared memory: -log_sum_exp * log2(e) and delta; a query that there is not has power 0.
DEVICE void load_statistics(
    float* place, const Part& part, int first, const float* log_sum_exp, const float* delta)
{
    int row = first + (threadIdx.x & 63);
    bool there = row < part.length;
    if (threadIdx.x < 64) place[threadIdx.x] = there ? log_sum_exp[part.statistic(row)] * -LOG2_E : -1e30f;
    else place[threadIdx.x] = there ? delta[part.statistic(row)] : 0;
}

// dk and dv: a warp has 16 M keys and goes through the queries 64 at a time, the next while these are multiplied.
// Products are [keys, queries].
template <int D, int M, bool WINDOWED>
DEVICE void backward_keys(
    const u16* query_key_value, const int* starts, const int* tiles, int heads, int window, float scale,
    const float* log_sum_exp, const float* delta, const u16* output_gradient, u16* gradient, Dropout d)
{
    DYNAMIC_SHARED(memory);
    const int kTile = ROWS * D * 2, kKeys = ROWS * M;
    Part part = part_of(starts, tiles, heads, D, kKeys);
    if (part.first >= part.length) return;
    int lane = threadIdx.x & 31, own = (threadIdx.x >> 5) * 16 * M, hidden = part.hidden();
    i64 stride = 3 * (i64)hidden;
    const u16 *query = query_key_value + part.query(0), *dy = output_gradient + part.output(0);
    const u16* key = query_key_value + part.query(part.first) + hidden;

    // Two stages of queries and their outputs' gradients; keys and values.
    u32 tiles_at = shared_address(memory), keys = tiles_at + 4 * kTile, values = keys + M * kTile;
    float* statistics = (float*)(memory + (4 + 2 * M) * kTile);
    u8* bits = (u8*)(statistics + 2 * 128);
    copy_tile<D, kKeys, THREADS>(keys, key, stride, part.length - part.first);
    copy_tile<D, kKeys, THREADS>(values, key + hidden, stride, part.length - part.first);
    Band band = band_of(part, kKeys, window, ROWS);
    int there = part.length - band.begin;
    copy_tile<D, ROWS, THREADS>(tiles_at, query + band.begin * stride, stride, there);
    copy_tile<D, ROWS, THREADS>(tiles_at + kTile, dy + band.begin * (i64)hidden, hidden, there);
    load_statistics(statistics, part, band.begin, log_sum_exp, delta);
    copy_commit();

    float dk[M][D / 8][4] = {}, dv[M][D / 8][4] = {};
    for (int first = band.begin, stage = 0; first < band.end; first += ROWS, stage ^= 1)
    {
        int next = first + ROWS;
        if (next < band.end)
        {
            u32 tile = tiles_at + (stage ^ 1) * 2 * kTile;
            copy_tile<D, ROWS, THREADS>(tile, query + next * stride, stride, part.length - next);
            copy_tile<D, ROWS, THREADS>(tile + kTile, dy + next * (i64)hidden, hidden, part.length - next);
            load_statistics(statistics + (stage ^ 1) * 128, part, next, log_sum_exp, delta);
        }

        copy_commit();
        copy_wait<1>();
        if (d.threshold > 0) draw_bits<ROWS, kKeys, THREADS>(bits, d, part, first, part.first);
        block_barrier();
        u32 queries = tiles_at + stage * 2 * kTile, gradients = queries + kTile;
        const float* sums = statistics + stage * 128;
#pragma unroll 1
        for (int half = 0; half < 64; half += 32)
        {
            if (WINDOWED && !meets(part.first + own, 16 * M, first + half, 32, window)) continue;
            bool hides = WINDOWED && !sees_all(part.first + own, 16 * M, first + half, 32, window);
            float s[M][4][4] = {}, g[M][4][4] = {};
            multiply_tiles<D, 2, M>(s, keys, own, queries, half);
            multiply_tiles<D, 2, M>(g, values, own, gradients, half);
#pragma unroll
            for (int j = 0; j < 4; j++)
            {
                int column = half + j * 8 + (lane & 3) * 2;
                const float offset[4] = {sums[column], sums[column + 1], sums[column], sums[column + 1]};
                const float mean[4] = {sums[64 + column], sums[65 + column], sums[64 + column], sums[65 + column]};
#pragma unroll
                for (int m = 0; m < M; m++)
                {
                    u32 kept = d.threshold > 0 ? kept_of_keys(bits, kKeys / 8, column, own / 8 + 2 * m) : 15;
                    float kept_scale = d.threshold > 0 ? d.kept : 1.0f;
                    differentiate(s[m][j], g[m][j], scale * LOG2_E, offset, mean, kept, kept_scale);
                    if (hides)
                    {
                        int distance = first + column - (part.first + own + m * 16 + (lane >> 2));
                        hide_far(s[m][j], distance, window, 0);
                        hide_far(g[m][j], distance, window, 0);
                    }
                }
            }

#pragma unroll
            for (int i = 0; i < 2; i++)
            {
                u32 a[M][4];
#pragma unroll
                for (int m = 0; m < M; m++) pack_operand(a[m], s[m][2 * i], s[m][2 * i + 1]);
                multiply_by_columns<D, M>(dv, a, gradients, half + i * 16);
#pragma unroll
                for (int m = 0; m < M; m++) pack_operand(a[m], g[m][2 * i], g[m][2 * i + 1]);
                multiply_by_columns<D, M>(dk, a, queries, half + i * 16);
            }
        }

        block_barrier();
    }

    u16* place = gradient + part.query(0) + hidden;
#pragma unroll
    for (int m = 0; m < M; m++)
    {
        int row = part.first + own + m * 16;
        store_rows<D>(place, stride, row, part.length, dk[m], scale, scale);
        store_rows<D>(place + hidden, stride, row, part.length, dv[m], 1, 1);
    }
}

// -log_sum_exp * log2(e) and delta of a warp's rows g, g, g + 8, g + 8: of each value of an accumulator.
DEVICE void load_row_statistics(
    float (&offset)[4], float (&mean)[4], const Part& part, int row, const float* log_sum_exp, const float* delta)
{
#pragma unroll
    for (int i = 0; i < 4; i++)
    {
        int mine = row + ((threadIdx.x & 31) >> 2) + (i >> 1) * 8;
        bool there = mine < part.length;
        offset[i] = there ? log_sum_exp[part.statistic(mine)] * -LOG2_E : -1e30f;
        mean[i] = there ? delta[part.statistic(mine)] : 0;
    }
}

// dq: a warp has 16 M queries and goes through the keys 64 at a time. Products are [queries, keys].
template <int D, int M, bool WINDOWED>
DEVICE void backward_queries(
    const u16* query_key_value, const int* starts, const int* tiles, int heads, int window, float scale,
    const float* log_sum_exp, const float* delta, const u16* output_gradient, u16* gradient, Dropout d)
{
    DYNAMIC_SHARED(memory);
    const int kTile = ROWS * D * 2, kRows = ROWS * M;
    Part part = part_of(starts, tiles, heads, D, kRows);
    if (part.first >= part.length) return;
    int lane = threadIdx.x & 31, own = (threadIdx.x >> 5) * 16 * M, hidden = part.hidden();
    int count = part.length - part.first;
    i64 stride = 3 * (i64)hidden;
    const u16* key = query_key_value + part.query(0) + hidden;

    // Two stages of keys and values; queries and their outputs' gradients pass through both on their way.
    u32 tiles_at = shared_address(memory);
    u8* bits = memory + 4 * kTile;
    copy_tile<D, kRows, THREADS>(tiles_at, query_key_value + part.query(part.first), stride, count);
    copy_tile<D, kRows, THREADS>(tiles_at + M * kTile, output_gradient + part.output(part.first), hidden, count);
    copy_commit();
    copy_wait<0>();
    block_barrier();
    u32 q[M][D / 16][4], dy[M][D / 16][4];
    float offset[M][4], mean[M][4], dq[M][D / 8][4] = {};
#pragma unroll
    for (int m = 0; m < M; m++)
    {
        load_rows_operand<D>(q[m], tiles_at, own + m * 16);
        load_rows_operand<D>(dy[m], tiles_at + M * kTile, own + m * 16);
        load_row_statistics(offset[m], mean[m], part, part.first + own + m * 16, log_sum_exp, delta);
    }

    block_barrier();
    Band band = band_of(part, kRows, window, ROWS);
    const u16* from = key + band.begin * stride;
    copy_tile<D, ROWS, THREADS>(tiles_at, from, stride, part.length - band.begin);
    copy_tile<D, ROWS, THREADS>(tiles_at + kTile, from + hidden, stride, part.length - band.begin);
    copy_commit();
    for (int first = band.begin, stage = 0; first < band.end; first += ROWS, stage ^= 1)
    {
        int next = first + ROWS;
        if (next < band.end)
        {
            u32 tile = tiles_at + (stage ^ 1) * 2 * kTile;
            copy_tile<D, ROWS, THREADS>(tile, key + next * stride, stride, part.length - next);
            copy_tile<D, ROWS, THREADS>(tile + kTile, key + next * stride + hidden, stride, part.length - next);
        }

        copy_commit();
        copy_wait<1>();
        if (d.threshold > 0) draw_bits<kRows, 64, THREADS>(bits, d, part, part.first, first);
        block_barrier();
        u32 keys = tiles_at + stage * 2 * kTile, values = keys + kTile;
#pragma unroll
        for (int half = 0; half < 64; half += 32)
        {
            if (WINDOWED && !meets(part.first + own, 16 * M, first + half, 32, window)) continue;
            bool hides = WINDOWED && !sees_all(part.first + own, 16 * M, first + half, 32, window);
            float s[M][4][4] = {}, g[M][4][4] = {};
            multiply_by_rows<D, 2, M>(s, q, keys, half);
            multiply_by_rows<D, 2, M>(g, dy, values, half);
#pragma unroll
            for (int i = 0; i < 4 * M; i++)
            {
                int m = i / 4, j = i % 4, column = half + j * 8 + (lane & 3) * 2;
                u32 kept = 15;
                if (d.threshold > 0)
                {
                    const u8* mine = bits + (own + m * 16 + (lane >> 2)) * 8 + (column >> 3);
                    kept = (mine[0] >> (column & 7) & 3) | (mine[64] >> (column & 7) & 3) << 2;
                }

                float kept_scale = d.threshold > 0 ? d.kept : 1.0f;
                differentiate(s[m][j], g[m][j], scale * LOG2_E, offset[m], mean[m], kept, kept_scale);
                if (hides)
                {
                    hide_far(
                        g[m][j], first + column - (part.first + own + m * 16 + (lane >> 2)), window, 0);
                }

                if (first + column >= part.length) g[m][j][0] = g[m][j][2] = 0;
                if (first + column + 1 >= part.length) g[m][j][1] = g[m][j][3] = 0;
            }

#pragma unroll
            for (int i = 0; i < 2; i++)
            {
                u32 a[M][4];
#pragma unroll
                for (int m = 0; m < M; m++) pack_operand(a[m], g[m][2 * i], g[m][2 * i + 1]);
                multiply_by_columns<D, M>(dq, a, keys, half + i * 16);
            }
        }

        block_barrier();
    }

#pragma unroll
    for (int m = 0; m < M; m++)
    {
        store_rows<D>(
            gradient + part.query(0), stride, part.first + own + m * 16, part.length, dq[m], scale, scale);
    }
}

KERNEL(128) attention_backward_keys_64(BACKWARD_PARAMETERS) { backward_keys<64, 2, false>(BACKWARD_ARGUMENTS); }
KERNEL(128) attention_backward_keys_32(BACKWARD_PARAMETERS) { backward_keys<32, 2, false>(BACKWARD_ARGUMENTS); }
KERNEL(128) attention_backward_queries_64(BACKWARD_PARAMETERS) { backward_queries<64, 2, false>(BACKWARD_ARGUMENTS); }
KERNEL(128) attention_backward_queries_32(BACKWARD_PARAMETERS) { backward_queries<32, 2, false>(BACKWARD_ARGUMENTS); }
KERNEL(128) attention_backward_keys_64_window(BACKWARD_PARAMETERS) { backward_keys<64, 2, true>(BACKWARD_ARGUMENTS); }
KERNEL(128) attention_backward_keys_32_window(BACKWARD_PARAMETERS) { backward_keys<32, 2, true>(BACKWARD_ARGUMENTS); }
KERNEL(128) attention_backward_queries_64_window(BACKWARD_PARAMETERS)
{
    backward_queries<64, 2, true>(BACKWARD_ARGUMENTS);
}
KERNEL(128) attention_backward_queries_32_window(BACKWARD_PARAMETERS)
{
    backward_queries<32, 2, true>(BACKWARD_ARGUMENTS);
}

#endif
