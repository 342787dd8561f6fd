// The gradient of attention_forward.cu for sequences of some hundred rows, by the rectangles of rectangle.cu: a block
// has all of a sequence's head and does each product once. It goes through the keys 128 at a time and, for each,
// through the queries 64 at a time. dq of a rectangle is multiplied while the next is begun, so that there is one
// barrier a rectangle; it stays in shared memory, each value where one lane finds it again. bfloat16, heads of 64.

#if ELEMENT_BF16

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
    u8* memory;
    float *statistics, *sums;
    u8* bits;

    DEVICE_MEMBER i64 stride() const { return 3 * (i64)part.hidden(); }

    // Keys, values, two stages of queries and their outputs' gradients, two of ds, statistics, bits, dq.
    DEVICE_MEMBER void place(u8* from)
    {
        memory = from;
        statistics = (float*)(from + 2 * kKeyTile + 4 * kQueryTile + 2 * PRODUCT_BYTES);
        bits = (u8*)(statistics + 4 * QUERIES);
        sums = (float*)(bits + KEYS * QUERIES / 8);
    }

    DEVICE_MEMBER u32 keys() const { return shared_address(memory); }
    DEVICE_MEMBER u32 values() const { return keys() + kKeyTile; }
    DEVICE_MEMBER u8* products(int tile) const
    {
        return memory + 2 * kKeyTile + 4 * kQueryTile + (tile & 1) * PRODUCT_BYTES;
    }

    // Where warps leave sums of columns, once the products are done with.
    DEVICE_MEMBER float* exchange() const { return (float*)products(0); }

    DEVICE_MEMBER Rectangle rectangle(int stage, int tile) const
    {
        u32 queries = values() + kKeyTile + stage * 2 * kQueryTile;
        return Rectangle{
            keys(), values(), queries, queries + kQueryTile, shared_address(products(tile)), products(tile), bits,
            statistics + stage * 2 * QUERIES};
    }

    // Begins to copy 64 queries and their outputs' gradients to a stage.
    DEVICE_MEMBER void copy_queries(int stage, int first) const
    {
        u32 place = values() + kKeyTile + stage * 2 * kQueryTile;
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

    // Where a lane's dq of a tile stands.
    DEVICE_MEMBER float* sum(int tile) const
    {
        return sums + tile * kSums + (threadIdx.x >> 5) * D * 8 + (threadIdx.x & 31) * 4;
    }
};

// dq of a tile of queries += ds^T k, of the keys from the first on.
template <int D>
DEVICE void add_queries(const Whole<D>& w, int tile, int first_key)
{
    float c[D / 16][4] = {};
    if (first_key > 0)
    {
#pragma unroll
        for (int j = 0; j < D / 16; j++) load<4>(w.sum(tile) + j * 128, c[j]);
    }

    add_queries<D>(w.rectangle(0, tile), w.part.length - first_key, c);
#pragma unroll
    for (int j = 0; j < D / 16; j++) store<4>(w.sum(tile) + j * 128, c[j]);
}

// dq of all queries to memory.
template <int D>
DEVICE void store_queries(const Whole<D>& w, u16* destination, float scale, float* column_sums)
{
    int warp = threadIdx.x >> 5, column = (warp & 1) * D / 2;
    float total[1][D / 16][4] = {};
    for (int first = 0; first < w.part.length; first += QUERIES)
    {
        float c[D / 16][4];
#pragma unroll
        for (int j = 0; j < D / 16; j++) load<4>(w.sum(first / QUERIES) + j * 128, c[j]);
        int row = first + (warp >> 1) * 16;
        store_rows<D / 2>(destination + column, w.stride(), row, w.part.length, c, scale, scale);
#pragma unroll
        for (int i = 0; i < D / 4; i++) total[0][i / 4][i % 4] += c[i / 4][i % 4];
    }

    if (!column_sums) return;

    // Rows that there are not have no gradient.
    block_barrier();
    sum_rows<D / 2, 1>(w.exchange() + (warp >> 1) * D + column, total, 0, 16, scale);
    block_barrier();
    int i = threadIdx.x;
    if (i < D) sums_of(column_sums, w.part, 0)[i] = sum_of<4>(w.exchange() + i, D);
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
    int length = w.part.length, count = (length + QUERIES - 1) / QUERIES, stage = 0;
    u16* destination = gradient + w.part.query(0);
    w.copy_keys(w.keys(), 1, 0);
    w.copy_keys(w.values(), 2, 0);
    w.copy_queries(0, 0);
    copy_commit();
    w.keep_statistic(0, w.statistic(0));
    for (int first = 0; first < length; first += KEYS)
    {
        bool more = first + KEYS < length;
        Keys<D> mine;
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
            if (last && more) w.copy_keys(w.values(), 2, first + KEYS);
            copy_commit();
            if (tile > 0) add_queries<D>(w, tile - 1, first);
            if (tile == 0) mine.begin(w.rectangle(stage, 0));
            if (!last) mine.add(w.rectangle(stage, tile), w.part, tile * QUERIES, first, scale, d);
            if (asks) w.keep_statistic(place, ahead);
            if (!last) stage ^= 1;
        }

        block_barrier();
        if (more) w.copy_keys(w.keys(), 1, first + KEYS);
        copy_commit();
        mine.store(destination, w.part, first, scale, column_sums ? w.exchange() : column_sums);
        if (!column_sums) continue;
        block_barrier();
        int i = threadIdx.x;
        if (i >= 2 * D) continue;
        float* sum = sums_of(column_sums, w.part, 1 + i / D) + i % D;
        *sum = sum_of<8>(w.exchange() + i, 2 * D) + (first > 0 ? *sum : 0);
    }

    store_queries<D>(w, destination, scale, column_sums);
}

KERNEL_OF(256, 1) attention_whole_64(WHOLE_PARAMETERS)
{
    backward<64>(
        query_key_value, starts, tiles, heads, scale, log_sum_exp, delta, output_gradient, gradient, column_sums,
        THE_DROPOUT);
}

#endif
