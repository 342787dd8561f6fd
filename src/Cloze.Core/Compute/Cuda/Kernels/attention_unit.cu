// The gradient of attention_forward.cu for sequences of up to 128 rows, by the rectangles of rectangle.cu. There are as
// many blocks as multiprocessors; each takes units, a sequence's head each, in turn: the next one's operands come while
// this one is computed, which a second block on the same multiprocessor could not do with so many registers each.
// bfloat16, heads of 64.

#if ELEMENT_BF16

#define UNIT_PARAMETERS                                                                                            \
    const u16 *query_key_value, const int *starts, const int *tiles, int count, int heads, float scale,               \
        const float *log_sum_exp, const u16 *output, const u16 *output_gradient, u16 *gradient, float *column_sums,    \
        DROPOUT
#define UNIT_ARGUMENTS                                                                                             \
    query_key_value, starts, tiles, count, heads, scale, log_sum_exp, output, output_gradient, gradient,              \
        column_sums, THE_DROPOUT

// Bytes of one operand of a unit, [128, 64]; of a stage: keys, values, queries, gradients of the output.
#define OPERAND (KEYS * 64 * 2)
#define STAGE (4 * OPERAND)

// Shared memory: two stages, the output, ds, statistics, bits, column sums of queries [4, 64], of keys and values
// [8, 2, 64].
struct Unit
{
    Part part;
    u8* memory;

    DEVICE_MEMBER u8* stage(int number) const { return memory + number * STAGE; }
    DEVICE_MEMBER u8* output() const { return memory + 2 * STAGE; }
    DEVICE_MEMBER u8* products() const { return output() + OPERAND; }
    DEVICE_MEMBER float* statistics() const { return (float*)(products() + 2 * PRODUCT_BYTES); }
    DEVICE_MEMBER u8* bits() const { return (u8*)(statistics() + 4 * QUERIES); }
    DEVICE_MEMBER float* sums() const { return (float*)(bits() + KEYS * QUERIES / 8); }

    // Queries 64 at a time: a tile's statistics and ds stand behind the one's before it.
    DEVICE_MEMBER Rectangle rectangle(int number, int tile) const
    {
        u32 keys = shared_address(stage(number)), queries = keys + 2 * OPERAND + tile * OPERAND / 2;
        u8* place = products() + tile * PRODUCT_BYTES;
        return Rectangle{
            keys, keys + OPERAND, queries, queries + OPERAND, shared_address(place), place, bits(),
            statistics() + tile * 2 * QUERIES};
    }
};

DEVICE Part part_of_unit(const int* starts, const int* tiles, int heads, int unit)
{
    int sequence = tiles[2 * (unit / heads)], start = starts[sequence];
    return Part{start, starts[sequence + 1] - start, 0, unit % heads, heads, 64};
}

// Begins to copy a unit's keys, values, queries and gradients of the output to a stage.
DEVICE void copy_unit(u32 stage, const Part& part, const u16* query_key_value, const u16* output_gradient)
{
    int hidden = part.hidden();
    i64 stride = 3 * (i64)hidden;
    const u16* query = query_key_value + part.query(0);
    copy_tile<64, KEYS, THREADS>(stage, query + hidden, stride, part.length);
    copy_tile<64, KEYS, THREADS>(stage + OPERAND, query + 2 * hidden, stride, part.length);
    copy_tile<64, KEYS, THREADS>(stage + 2 * OPERAND, query, stride, part.length);
    copy_tile<64, KEYS, THREADS>(stage + 3 * OPERAND, output_gradient + part.output(0), hidden, part.length);
}

// log_sum_exp of a thread's row; two threads have a row.
DEVICE float sum_of_row(const Part& part, const float* log_sum_exp)
{
    int row = threadIdx.x >> 1;
    return row < part.length ? log_sum_exp[part.statistic(row)] * -LOG2_E : -1e30f;
}

// Statistics of all rows: a row's offset as it is, and delta = sum(dy * y), half of the columns a thread.
DEVICE void prepare(const Unit& unit, int number, float offset)
{
    int row = threadIdx.x >> 1, half = threadIdx.x & 1;
    const u8* gradients = unit.stage(number) + 3 * OPERAND;
    float delta = 0;
#pragma unroll
    for (int chunk = 0; chunk < 4; chunk++)
    {
        u32 place = place_of<64>(row, half * 4 + chunk);
        float y[8], dy[8];
        load<8>((const u16*)(unit.output() + place), y);
        load<8>((const u16*)(gradients + place), dy);
#pragma unroll
        for (int i = 0; i < 8; i++) delta = fmaf(y[i], dy[i], delta);
    }

    delta += shuffle_xor(delta, 1);
    float* place = unit.statistics() + (row >> 6) * 2 * QUERIES + (row & 63);
    place[half * QUERIES] = half ? delta : offset;
}

// dq of the tiles of queries to memory, and its column sums to theirs.
DEVICE void store_queries(const Unit& unit, int number, u16* destination, float scale, bool sums)
{
    int warp = threadIdx.x >> 5, column = (warp & 1) * 32;
    float total[1][4][4] = {};
    for (int tile = 0; tile * QUERIES < unit.part.length; tile++)
    {
        float c[4][4] = {};
        add_queries<64>(unit.rectangle(number, tile), unit.part.length, c);
        int row = tile * QUERIES + (warp >> 1) * 16;
        store_rows<32>(
            destination + column, 3 * (i64)unit.part.hidden(), row, unit.part.length, c, scale, scale);
#pragma unroll
        for (int i = 0; i < 16; i++) total[0][i / 4][i % 4] += c[i / 4][i % 4];
    }

    if (sums) sum_rows<32, 1>(unit.sums() + (warp >> 1) * 64 + column, total, 0, 16, scale);
}

DEVICE void compute(
    const Unit& unit, int number, float scale, const Dropout& d, u16* gradient, float* column_sums, int sequence)
{
    u16* destination = gradient + unit.part.query(0);
    Keys<64> mine;
    mine.begin(unit.rectangle(number, 0));
    for (int tile = 0; tile * QUERIES < unit.part.length; tile++)
    {
        mine.add(unit.rectangle(number, tile), unit.part, tile * QUERIES, 0, scale, d);
    }

    mine.store(destination, unit.part, 0, scale, column_sums ? unit.sums() + 4 * 64 : column_sums);
    block_barrier();
    store_queries(unit, number, destination, scale, column_sums != 0);
    if (!column_sums) return;
    block_barrier();
    int i = threadIdx.x, hidden = unit.part.hidden();
    if (i >= 3 * 64) return;
    const float* sums = unit.sums() + i;
    float total = i < 64 ? sum_of<4>(sums, 64) : sum_of<8>(sums + 3 * 64, 2 * 64);
    column_sums[((i64)sequence * 3 + i / 64) * hidden + unit.part.head * 64 + i % 64] = total;
}

DEVICE void backward(
    const u16* query_key_value, const int* starts, const int* tiles, int count, int heads, float scale,
    const float* log_sum_exp, const u16* output, const u16* output_gradient, u16* gradient, float* column_sums,
    Dropout d)
{
    DYNAMIC_SHARED(memory);
    Unit unit;
    unit.memory = memory;
    int units = count * heads, number = 0;
    Part next = part_of_unit(starts, tiles, heads, blockIdx.x);
    copy_unit(shared_address(unit.stage(0)), next, query_key_value, output_gradient);
    copy_tile<64, KEYS, THREADS>(
        shared_address(unit.output()), output + next.output(0), next.hidden(), next.length);
    copy_commit();
    float offset = sum_of_row(next, log_sum_exp);
    for (int i = blockIdx.x; i < units; i += gridDim.x, number ^= 1)
    {
        // All that was asked for is there, and nobody reads any more what came before.
        copy_wait<0>();
        block_barrier();
        unit.part = next;
        bool more = i + (int)gridDim.x < units;
        if (more)
        {
            next = part_of_unit(starts, tiles, heads, i + gridDim.x);
            copy_unit(shared_address(unit.stage(number ^ 1)), next, query_key_value, output_gradient);
        }

        copy_commit();
        prepare(unit, number, offset);
        block_barrier();
        if (more)
        {
            offset = sum_of_row(next, log_sum_exp);
            copy_tile<64, KEYS, THREADS>(
                shared_address(unit.output()), output + next.output(0), next.hidden(), next.length);
        }

        copy_commit();
        compute(unit, number, scale, d, gradient, column_sums, i / heads);
    }
}

KERNEL_OF(256, 1) attention_unit_64(UNIT_PARAMETERS) { backward(UNIT_ARGUMENTS); }

#endif
