// What attention_whole.cu and attention_unit.cu share: rectangles of 128 keys and 64 queries, the gradient's formulas
// as in attention_backward.cu. A warp has 16 keys, which stay in its registers, as their values, dk and dv do, while
// queries pass. ds goes to shared memory, as [keys, queries], and from there dq is multiplied: a warp has 16 queries
// and half of the columns. So many registers leave room for one block on a multiprocessor; a warp's two halves of the
// queries are independent and overlap.

#if ELEMENT_BF16

#define THREADS 256
#define KEYS 128
#define QUERIES 64
#define PRODUCT_BYTES (KEYS * QUERIES * 2)

// Where a rectangle's operands are in shared memory. products: ds, also as an address; statistics: of each query
// -log_sum_exp * log2(e), then delta; bits: of dropout, 128 bytes a warp.
struct Rectangle
{
    u32 keys, values, queries, gradients, products_at;
    u8 *products, *bits;
    const float* statistics;
};

// A warp's 16 keys: as operands, and what is summed for them.
template <int D>
struct Keys
{
    u32 key[1][D / 16][4], value[1][D / 16][4];
    float dk[1][D / 8][4], dv[1][D / 8][4];

    DEVICE_MEMBER void begin(const Rectangle& r)
    {
        int own = (threadIdx.x >> 5) * 16;
        load_rows_operand<D>(key[0], r.keys, own);
        load_rows_operand<D>(value[0], r.values, own);
#pragma unroll
        for (int i = 0; i < D / 2; i++) dk[0][i / 4][i % 4] = dv[0][i / 4][i % 4] = 0;
    }

    // dk and dv += those of 32 queries from a half on, and ds to shared memory; count: keys from the rectangle's first.
    DEVICE_MEMBER void add_half(const Rectangle& r, int count, int half, float scale, const Dropout& d)
    {
        int own = (threadIdx.x >> 5) * 16, lane = threadIdx.x & 31, row = own + (lane >> 2);
        const u8* bits = r.bits + own * 8;
        float s[1][4][4] = {}, g[1][4][4] = {};
        multiply_by_rows<D, 2, 1>(s, key, r.queries, half);
        multiply_by_rows<D, 2, 1>(g, value, r.gradients, half);
#pragma unroll
        for (int j = 0; j < 4; j++)
        {
            int query = half + j * 8 + (lane & 3) * 2;
            const float *offsets = r.statistics + query, *means = offsets + QUERIES;
            const float offset[4] = {offsets[0], offsets[1], offsets[0], offsets[1]};
            const float mean[4] = {means[0], means[1], means[0], means[1]};
            u32 kept = d.threshold > 0 ? kept_of_keys(bits, 2, query, 0) : 15;
            differentiate(s[0][j], g[0][j], scale * LOG2_E, offset, mean, kept, d.threshold > 0 ? d.kept : 1.0f);
            if (row >= count) g[0][j][0] = g[0][j][1] = 0;
            if (row + 8 >= count) g[0][j][2] = g[0][j][3] = 0;
            u8* place = r.products + (query & 7) * 2;
            *(u32*)(place + place_of<QUERIES>(row, query >> 3)) = pack_bf16(g[0][j][0], g[0][j][1]);
            *(u32*)(place + place_of<QUERIES>(row + 8, query >> 3)) = pack_bf16(g[0][j][2], g[0][j][3]);
        }

#pragma unroll
        for (int i = 0; i < 2; i++)
        {
            u32 a[1][4];
            pack_operand(a[0], s[0][2 * i], s[0][2 * i + 1]);
            multiply_by_columns<D, 1>(dv, a, r.gradients, half + i * 16);
            pack_operand(a[0], g[0][2 * i], g[0][2 * i + 1]);
            multiply_by_columns<D, 1>(dk, a, r.queries, half + i * 16);
        }
    }

    // dk and dv += those of 64 queries.
    DEVICE_MEMBER void add(
        const Rectangle& r, const Part& part, int first_query, int first_key, float scale, const Dropout& d)
    {
        int own = (threadIdx.x >> 5) * 16, count = part.length - first_key;
        if (own >= count) return;
        if (d.threshold > 0)
        {
            warp_barrier();
            draw_warp_bits<QUERIES, 16>(r.bits + own * 8, d, part, first_query, first_key + own);
            warp_barrier();
        }

        add_half(r, count, 0, scale, d);
        add_half(r, count, 32, scale, d);
    }

    // Both to memory, behind the queries; and the sums of their columns to sums [warps, 2, D], unless it is null.
    DEVICE_MEMBER void store(u16* destination, const Part& part, int first_key, float scale, float* sums) const
    {
        int warp = threadIdx.x >> 5, row = first_key + warp * 16, hidden = part.hidden();
        i64 stride = 3 * (i64)hidden;
        store_rows<D>(destination + hidden, stride, row, part.length, dk[0], scale, scale);
        store_rows<D>(destination + 2 * hidden, stride, row, part.length, dv[0], 1, 1);
        if (!sums) return;
        sum_rows<D, 1>(sums + warp * 2 * D, dk, row, part.length, scale);
        sum_rows<D, 1>(sums + warp * 2 * D + D, dv, row, part.length, 1);
    }
};

// c [16, D / 2] += ds^T k over so many keys: a warp's 16 queries and its half of the columns.
template <int D>
DEVICE void add_queries(const Rectangle& r, int count, float (&c)[D / 16][4])
{
    int warp = threadIdx.x >> 5, lane = threadIdx.x & 31, query = warp >> 1, chunk = (warp & 1) * (D / 16);
#pragma unroll
    for (int key = 0; key < KEYS; key += 16)
    {
        if (key >= count) continue;
        u32 a[4];
        int row = key + (lane & 7) + (lane >> 4 << 3);
        load_transposed(a, r.products_at + place_of<QUERIES>(row, 2 * query + (lane >> 3 & 1)));
#pragma unroll
        for (int j = 0; j < D / 32; j++)
        {
            u32 b[4];
            load_transposed(b, r.keys + place_of<D>(key + (lane & 15), chunk + 2 * j + (lane >> 4)));
            multiply_add(c[2 * j], a, b[0], b[1]);
            multiply_add(c[2 * j + 1], a, b[2], b[3]);
        }
    }
}

// The sum over COUNT of sums [COUNT, stride] for one column.
template <int COUNT>
DEVICE float sum_of(const float* sums, int stride)
{
    float total = 0;
#pragma unroll
    for (int i = 0; i < COUNT; i++) total += sums[i * stride];
    return total;
}

#endif
