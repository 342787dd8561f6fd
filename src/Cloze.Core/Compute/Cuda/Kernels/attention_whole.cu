// The gradient of attention_forward.cu for sequences of some hundred rows, formulas as in attention_backward.cu: a block
// has all of a sequence's head and does each product once. It goes through the keys 128 at a time and, for each, through
// the queries 64 at a time. Of such a rectangle a warp has 32 keys and 32 queries; dk and dv stay in its registers
// while the queries pass, and the two warps of the same keys add theirs up in the end. ds goes to shared memory, from
// where dq is multiplied while the next rectangle is begun: one barrier a rectangle. dq stays in shared memory, each
// value where one lane finds it again. bfloat16, heads of 64.

#if ELEMENT_BF16

#define THREADS 256
#define KEYS 128
#define QUERIES 64
#define PRODUCT_BYTES (KEYS * QUERIES * 2)

#define WHOLE_PARAMETERS                                                                                           \
    const u16 *query_key_value, const int *starts, const int *tiles, int heads, float scale,                          \
        const float *log_sum_exp, const float *delta, const u16 *output_gradient, u16 *gradient, float *column_sums,   \
        DROPOUT

// Where a block's operands are, and what it keeps in shared memory.
template <int D>
struct Whole
{
    static const int kQueryTile = QUERIES * D * 2, kKeyTile = KEYS * D * 2, kSums = QUERIES * D;

    Part part;
    const u16 *query, *output_gradient;
    const float *log_sum_exp, *delta;
    u32 keys, values, stages, products;
    float *statistics, *sums;
    u8* bits;

    DEVICE_MEMBER i64 stride() const { return 3 * (i64)part.hidden(); }

    DEVICE_MEMBER void place(u8* memory)
    {
        keys = shared_address(memory), values = keys + kKeyTile, stages = values + kKeyTile;
        products = stages + 4 * kQueryTile;
        statistics = (float*)(memory + 2 * kKeyTile + 4 * kQueryTile + 2 * PRODUCT_BYTES);
        bits = (u8*)(statistics + 4 * QUERIES);
        sums = (float*)(bits + KEYS * QUERIES / 8);
    }

    // Where two warps exchange what they have, once the products are done with.
    DEVICE_MEMBER float* exchange() const { return statistics - 2 * PRODUCT_BYTES / 4; }

    // Begins to copy 64 queries and their outputs' gradients to a stage.
    DEVICE_MEMBER void copy_queries(int stage, int first) const
    {
        u32 place = stages + stage * 2 * kQueryTile;
        int hidden = part.hidden(), count = part.length - first;
        copy_tile<D, QUERIES, THREADS>(place, query + first * stride(), stride(), count);
        copy_tile<D, QUERIES, THREADS>(
            place + kQueryTile, output_gradient + first * (i64)hidden, hidden, count);
    }

    // 128 keys, or where which is 2, values.
    DEVICE_MEMBER void copy_keys(u32 place, int which, int first) const
    {
        const u16* source = query + which * part.hidden() + first * stride();
        copy_tile<D, KEYS, THREADS>(place, source, stride(), part.length - first);
    }

    // A thread's statistic of 64 queries: -log_sum_exp * log2(e), then delta; a query that there is not has power 0.
    DEVICE_MEMBER float statistic(int first) const
    {
        int i = threadIdx.x, row = first + (i & 63);
        bool there = row < part.length;
        if (i < QUERIES) return there ? log_sum_exp[part.statistic(row)] * -LOG2_E : -1e30f;
        return i < 2 * QUERIES && there ? delta[part.statistic(row)] : 0;
    }

    DEVICE_MEMBER void keep_statistic(int stage, float value) const
    {
        if (threadIdx.x < 2 * QUERIES) statistics[stage * 2 * QUERIES + threadIdx.x] = value;
    }
};

// dq of 64 queries += ds^T k: a warp has 16 queries and half of the columns.
template <int D>
DEVICE void add_queries(const Whole<D>& w, int tile, bool fresh)
{
    const int N = D / 16;
    int warp = threadIdx.x >> 5, lane = threadIdx.x & 31, query = warp >> 1, chunk = (warp & 1) * N;
    u32 products = w.products + (tile & 1) * PRODUCT_BYTES;
    float* place = w.sums + tile * Whole<D>::kSums + warp * N * 128 + lane * 4;
    float c[N][4] = {};
#pragma unroll
    for (int j = 0; j < N && !fresh; j++) load<4>(place + j * 128, c[j]);
#pragma unroll
    for (int key = 0; key < KEYS; key += 16)
    {
        u32 a[4];
        int row = key + (lane & 7) + (lane >> 4 << 3);
        load_transposed(a, products + place_of<QUERIES>(row, 2 * query + (lane >> 3 & 1)));
#pragma unroll
        for (int j = 0; j < N / 2; j++)
        {
            u32 b[4];
            load_transposed(b, w.keys + place_of<D>(key + (lane & 15), chunk + 2 * j + (lane >> 4)));
            multiply_add(c[2 * j], a, b[0], b[1]);
            multiply_add(c[2 * j + 1], a, b[2], b[3]);
        }
    }

#pragma unroll
    for (int j = 0; j < N; j++) store<4>(place + j * 128, c[j]);
}

// dk and dv of a warp's 32 keys += those of its 32 queries, and ds to shared memory.
template <int D>
DEVICE void add_keys(
    const Whole<D>& w, int stage, int tile, int first_key, float scale, const Dropout& d, float (&dk)[2][D / 8][4],
    float (&dv)[2][D / 8][4])
{
    int warp = threadIdx.x >> 5, lane = threadIdx.x & 31, own = (warp >> 1) * 32, half = (warp & 1) * 32;
    u32 queries = w.stages + stage * 2 * Whole<D>::kQueryTile, gradients = queries + Whole<D>::kQueryTile;
    const float* sums = w.statistics + stage * 2 * QUERIES;
    u8* bits = w.bits + warp * 128;
    if (d.threshold > 0)
    {
        warp_barrier();
        draw_warp_bits<32, 32>(bits, d, w.part, tile * QUERIES + half, first_key + own);
        warp_barrier();
    }

    float s[2][4][4] = {}, g[2][4][4] = {};
    multiply_tiles<D, 2, 2>(s, w.keys, own, queries, half);
    multiply_tiles<D, 2, 2>(g, w.values, own, gradients, half);
    u8* products = (u8*)w.exchange() + (tile & 1) * PRODUCT_BYTES;
#pragma unroll
    for (int j = 0; j < 4; j++)
    {
        int column = j * 8 + (lane & 3) * 2, query = half + column;
        const float offset[4] = {sums[query], sums[query + 1], sums[query], sums[query + 1]};
        const float* means = sums + QUERIES + query;
        const float mean[4] = {means[0], means[1], means[0], means[1]};
#pragma unroll
        for (int m = 0; m < 2; m++)
        {
            int row = own + m * 16 + (lane >> 2);
            u32 kept = d.threshold > 0 ? kept_of_keys(bits, 4, column, 2 * m) : 15;
            float kept_scale = d.threshold > 0 ? d.kept : 1.0f;
            differentiate(s[m][j], g[m][j], scale * LOG2_E, offset, mean, kept, kept_scale);
            if (first_key + row >= w.part.length) g[m][j][0] = g[m][j][1] = 0;
            if (first_key + row + 8 >= w.part.length) g[m][j][2] = g[m][j][3] = 0;
            u8* place = products + (query & 7) * 2;
            *(u32*)(place + place_of<QUERIES>(row, query >> 3)) = pack_bf16(g[m][j][0], g[m][j][1]);
            *(u32*)(place + place_of<QUERIES>(row + 8, query >> 3)) = pack_bf16(g[m][j][2], g[m][j][3]);
        }
    }

#pragma unroll
    for (int i = 0; i < 2; i++)
    {
        u32 a[2][4];
#pragma unroll
        for (int m = 0; m < 2; m++) pack_operand(a[m], s[m][2 * i], s[m][2 * i + 1]);
        multiply_by_columns<D, 2>(dv, a, gradients, half + i * 16);
#pragma unroll
        for (int m = 0; m < 2; m++) pack_operand(a[m], g[m][2 * i], g[m][2 * i + 1]);
        multiply_by_columns<D, 2>(dk, a, queries, half + i * 16);
    }
}

// sums [D] = or += those of W warps, which stand step values apart; a block's threads do it after a barrier.
template <int D, int W>
DEVICE void add_sums(const float* warps, int step, float* sums, bool fresh)
{
    if (threadIdx.x >= D) return;
    float total = fresh ? 0 : sums[threadIdx.x];
#pragma unroll
    for (int w = 0; w < W; w++) total += warps[w * step + threadIdx.x];
    sums[threadIdx.x] = total;
}

// One warp of two leaves what it has; the other adds it to its own and writes the rows. column_sums [D] is theirs, or
// null: what stands there is added to, but for the first keys.
template <int D>
DEVICE void join(
    const Whole<D>& w, bool leaves, float (&c)[2][D / 8][4], u16* destination, int first_key, float scale,
    float* column_sums)
{
    const int N = D / 4;
    int lane = threadIdx.x & 31, pair = threadIdx.x >> 6;
    float* place = w.exchange() + pair * N * 128 + lane * 4;
    if (leaves)
    {
#pragma unroll
        for (int i = 0; i < N; i++) store<4>(place + i * 128, c[i / (D / 8)][i % (D / 8)]);
    }

    block_barrier();
    if (!leaves)
    {
#pragma unroll
        for (int i = 0; i < N; i++)
        {
            float other[4];
            load<4>(place + i * 128, other);
#pragma unroll
            for (int k = 0; k < 4; k++) c[i / (D / 8)][i % (D / 8)][k] += other[k];
        }

#pragma unroll
        for (int m = 0; m < 2; m++)
        {
            int row = first_key + pair * 32 + m * 16;
            store_rows<D>(destination, w.stride(), row, w.part.length, c[m], scale, scale);
        }

        if (column_sums) sum_rows<D, 2>((float*)w.bits + pair * D, c, first_key + pair * 32, w.part.length, scale);
    }

    block_barrier();
    if (column_sums) add_sums<D, 4>((const float*)w.bits, D, column_sums, first_key == 0);
}

template <int D>
DEVICE void backward(
    const u16* query_key_value, const int* starts, const int* tiles, int heads, float scale, const float* log_sum_exp,
    const float* delta, const u16* output_gradient, u16* gradient, float* column_sums, Dropout d)
{
    DYNAMIC_SHARED(memory);
    Whole<D> w;
    w.part = part_of(starts, tiles, heads, D, TILE_ROWS);
    w.query = query_key_value + w.part.query(0), w.output_gradient = output_gradient + w.part.output(0);
    w.log_sum_exp = log_sum_exp, w.delta = delta;
    w.place(memory);
    int length = w.part.length, count = (length + QUERIES - 1) / QUERIES, stage = 0, hidden = w.part.hidden();
    bool second = (threadIdx.x >> 5 & 1) != 0;
    u16* destination = gradient + w.part.query(0);
    w.copy_keys(w.keys, 1, 0);
    w.copy_keys(w.values, 2, 0);
    w.copy_queries(0, 0);
    copy_commit();
    w.keep_statistic(0, w.statistic(0));
    for (int first = 0; first < length; first += KEYS)
    {
        bool more = first + KEYS < length;
        float dk[2][D / 8][4] = {}, dv[2][D / 8][4] = {};
        for (int tile = 0; tile <= count; tile++)
        {
            // All that was asked for is there, and nobody reads any more what came before.
            copy_wait<0>();
            block_barrier();
            bool last = tile == count;
            int next = last ? 0 : tile + 1, place = last ? stage : stage ^ 1;
            bool asks = last ? more : next < count;
            float ahead = asks ? w.statistic(next * QUERIES) : 0;
            if (asks) w.copy_queries(place, next * QUERIES);
            if (last && more) w.copy_keys(w.values, 2, first + KEYS);
            copy_commit();
            if (tile > 0) add_queries<D>(w, tile - 1, first == 0);
            if (!last) add_keys<D>(w, stage, tile, first, scale, d, dk, dv);
            if (asks) w.keep_statistic(place, ahead);
            if (!last) stage ^= 1;
        }

        block_barrier();
        if (more) w.copy_keys(w.keys, 1, first + KEYS);
        copy_commit();
        float* sums = column_sums ? sums_of(column_sums, w.part, 1) : column_sums;
        join<D>(w, second, dk, destination + hidden, first, scale, sums);
        if (sums) sums += hidden;
        join<D>(w, !second, dv, destination + 2 * hidden, first, 1, sums);
    }

    int warp = threadIdx.x >> 5, column = (warp & 1) * D / 2;
    float total[1][D / 16][4] = {};
    for (int tile = 0; tile < count; tile++)
    {
        float c[D / 16][4];
        const float* place = w.sums + tile * Whole<D>::kSums + warp * D / 16 * 128 + (threadIdx.x & 31) * 4;
#pragma unroll
        for (int j = 0; j < D / 16; j++) load<4>(place + j * 128, c[j]);
        int row = tile * QUERIES + (warp >> 1) * 16;
        store_rows<D / 2>(destination + column, w.stride(), row, length, c, scale, scale);
#pragma unroll
        for (int i = 0; i < D / 4; i++) total[0][i / 4][i % 4] += c[i / 4][i % 4];
    }

    if (!column_sums) return;

    // Rows that there are not have no gradient. Warps of one half of the columns stand side by side.
    block_barrier();
    sum_rows<D / 2, 1>((float*)w.bits + (warp >> 1) * D + column, total, 0, 16, scale);
    block_barrier();
    add_sums<D, 4>((const float*)w.bits, D, sums_of(column_sums, w.part, 0), true);
}

KERNEL_OF(256, 1) attention_whole_64(WHOLE_PARAMETERS)
{
    backward<64>(
        query_key_value, starts, tiles, heads, scale, log_sum_exp, delta, output_gradient, gradient, column_sums,
        THE_DROPOUT);
}

#endif
