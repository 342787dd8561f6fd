// The gradient of attention_forward.cu for sequences of up to 16 W rows, formulas as in attention_backward.cu: a block
// has all of a sequence's head, and so needs each product once. A warp has 16 keys and goes through the queries 32 at a
// time; ds stands in shared memory until every key's is there, then the warp has 16 queries. bfloat16, heads of 32 or
// 64.

#if ELEMENT_BF16

// offset = -log_sum_exp * log2(e) and delta = sum(dy * y) of every query [ROWS] each; a query that there is not has
// power 0. D / 8 lanes a query.
template <int D, int ROWS, int THREADS>
DEVICE void prepare_queries(
    float* statistics, const Part& part, const float* log_sum_exp, const u16* output, const u16* output_gradient)
{
    const int kLanes = D / 8;
#pragma unroll
    for (int i = 0; i < ROWS * kLanes / THREADS; i++)
    {
        int row = (threadIdx.x + i * THREADS) / kLanes, column = threadIdx.x % kLanes * 8;
        float sum = 0;
        if (row < part.length)
        {
            float y[8], dy[8];
            load<8>(output + part.output(row) + column, y);
            load<8>(output_gradient + part.output(row) + column, dy);
#pragma unroll
            for (int k = 0; k < 8; k++) sum = fmaf(y[k], dy[k], sum);
        }

#pragma unroll
        for (int mask = kLanes / 2; mask > 0; mask >>= 1) sum += shuffle_xor(sum, mask);
        if (column > 0) continue;
        statistics[row] = row < part.length ? log_sum_exp[part.statistic(row)] * -LOG2_E : -1e30f;
        statistics[ROWS + row] = sum;
    }
}

#define SHORT_PARAMETERS                                                                                           \
    const u16 *query_key_value, const int *starts, const int *tiles, int heads, int window, float scale,              \
        const float *log_sum_exp, const u16 *output, const u16 *output_gradient, u16 *gradient, float *column_sums,   \
        DROPOUT
#define SHORT_ARGUMENTS                                                                                            \
    query_key_value, starts, tiles, heads, window, scale, log_sum_exp, output, output_gradient, gradient,             \
        column_sums, THE_DROPOUT

template <int D, int W, bool WINDOWED>
DEVICE void backward(
    const u16* query_key_value, const int* starts, const int* tiles, int heads, int window, float scale,
    const float* log_sum_exp, const u16* output, const u16* output_gradient, u16* gradient, float* column_sums,
    Dropout d)
{
    DYNAMIC_SHARED(memory);
    const int kRows = 16 * W, kTile = kRows * D * 2, kThreads = 32 * W;
    Part part = part_of(starts, tiles, heads, D, TILE_ROWS);
    int length = part.length;
    int warp = threadIdx.x >> 5, lane = threadIdx.x & 31, hidden = part.hidden(), own = warp * 16;
    i64 stride = 3 * (i64)hidden;
    u32 queries = shared_address(memory), keys = queries + kTile, values = keys + kTile, gradients = values + kTile;
    u8* products = memory + 4 * kTile;
    u32 products_at = gradients + kTile;
    float* statistics = (float*)(products + kRows * kRows * 2);
    u8* bits = (u8*)(statistics + 2 * kRows);
    const u16* query = query_key_value + part.query(0);
    copy_tile<D, kRows, kThreads>(queries, query, stride, length);
    copy_tile<D, kRows, kThreads>(keys, query + hidden, stride, length);
    copy_tile<D, kRows, kThreads>(values, query + 2 * hidden, stride, length);
    copy_tile<D, kRows, kThreads>(gradients, output_gradient + part.output(0), hidden, length);
    copy_commit();
    prepare_queries<D, kRows, kThreads>(statistics, part, log_sum_exp, output, output_gradient);
    if (d.threshold > 0) draw_bits<kRows, kRows, kThreads>(bits, d, part, 0, 0);
    copy_wait<0>();
    block_barrier();

    float kept_scale = d.threshold > 0 ? d.kept : 1.0f;
    float dk[1][D / 8][4] = {}, dv[1][D / 8][4] = {};
#pragma unroll 1
    for (int first = 0; own < length && first < length; first += 32)
    {
        if (WINDOWED && !meets(own, 16, first, 32, window)) continue;
        bool hides = WINDOWED && !sees_all(own, 16, first, 32, window);
        float s[1][4][4] = {}, g[1][4][4] = {};
        multiply_tiles<D, 2, 1>(s, keys, own, queries, first);
        multiply_tiles<D, 2, 1>(g, values, own, gradients, first);
#pragma unroll
        for (int j = 0; j < 4; j++)
        {
            int column = first + j * 8 + (lane & 3) * 2;
            const float* sums = statistics + column;
            const float offset[4] = {sums[0], sums[1], sums[0], sums[1]};
            const float delta[4] = {sums[kRows], sums[kRows + 1], sums[kRows], sums[kRows + 1]};
            int key = own + (lane >> 2);
            u32 kept = d.threshold > 0 ? kept_of_keys(bits, kRows / 8, column, own / 8) : 15;
            differentiate(s[0][j], g[0][j], scale * LOG2_E, offset, delta, kept, kept_scale);
            if (hides)
            {
                hide_far(s[0][j], column - key, window, 0);
                hide_far(g[0][j], column - key, window, 0);
            }

            if (key >= length) g[0][j][0] = g[0][j][1] = 0;
            if (key + 8 >= length) g[0][j][2] = g[0][j][3] = 0;
            u8* place = products + (column & 7) * 2;
            *(u32*)(place + place_of<kRows>(key, column >> 3)) = pack_bf16(g[0][j][0], g[0][j][1]);
            *(u32*)(place + place_of<kRows>(key + 8, column >> 3)) = pack_bf16(g[0][j][2], g[0][j][3]);
        }

#pragma unroll
        for (int i = 0; i < 2; i++)
        {
            u32 a[1][4];
            pack_operand(a[0], s[0][2 * i], s[0][2 * i + 1]);
            multiply_by_columns<D, 1>(dv, a, gradients, first + i * 16);
            pack_operand(a[0], g[0][2 * i], g[0][2 * i + 1]);
            multiply_by_columns<D, 1>(dk, a, queries, first + i * 16);
        }
    }

    block_barrier();
    u16* place = gradient + part.query(0);
    float* sums = (float*)memory + warp * 3 * D; // The queries are done with.
    store_rows<D>(place + hidden, stride, own, length, dk[0], scale, scale);
    store_rows<D>(place + 2 * hidden, stride, own, length, dv[0], 1, 1);

    // ds stands as [keys, queries]: transposed on its way it is the operand of the warp's queries.
    float dq[1][D / 8][4] = {};
    for (int first = 0; own < length && first < length; first += 16)
    {
        if (WINDOWED && !meets(own, 16, first, 16, window)) continue;
        u32 a[1][4];
        int key = first + (lane & 7) + (lane >> 4 << 3);
        load_transposed(a[0], products_at + place_of<kRows>(key, own / 8 + (lane >> 3 & 1)));
        multiply_by_columns<D, 1>(dq, a, keys, first);
    }

    store_rows<D>(place, stride, own, length, dq[0], scale, scale);
    if (!column_sums) return;
    sum_rows<D, 1>(sums, dq, own, length, scale);
    sum_rows<D, 1>(sums + D, dk, own, length, scale);
    sum_rows<D, 1>(sums + 2 * D, dv, own, length, 1);
    block_barrier();
    for (int i = threadIdx.x; i < 3 * D; i += kThreads)
    {
        float total = 0;
#pragma unroll
        for (int w = 0; w < W; w++) total += ((const float*)memory)[w * 3 * D + i];
        sums_of(column_sums, part, i / D)[i % D] = total;
    }
}

KERNEL_OF(256, 2) attention_short_64_128(SHORT_PARAMETERS) { backward<64, 8, false>(SHORT_ARGUMENTS); }
KERNEL_OF(128, 4) attention_short_64_64(SHORT_PARAMETERS) { backward<64, 4, false>(SHORT_ARGUMENTS); }
KERNEL_OF(256, 2) attention_short_32_128(SHORT_PARAMETERS) { backward<32, 8, false>(SHORT_ARGUMENTS); }
KERNEL_OF(128, 4) attention_short_32_64(SHORT_PARAMETERS) { backward<32, 4, false>(SHORT_ARGUMENTS); }
KERNEL_OF(256, 2) attention_short_64_128_window(SHORT_PARAMETERS) { backward<64, 8, true>(SHORT_ARGUMENTS); }
KERNEL_OF(128, 4) attention_short_64_64_window(SHORT_PARAMETERS) { backward<64, 4, true>(SHORT_ARGUMENTS); }
KERNEL_OF(256, 2) attention_short_32_128_window(SHORT_PARAMETERS) { backward<32, 8, true>(SHORT_ARGUMENTS); }
KERNEL_OF(128, 4) attention_short_32_64_window(SHORT_PARAMETERS) { backward<32, 4, true>(SHORT_ARGUMENTS); }

#endif
