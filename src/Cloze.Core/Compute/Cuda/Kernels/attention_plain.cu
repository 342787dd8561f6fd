// Attention and its gradient for heads of any size and both kinds of activations: a warp has a query or a key, a lane
// one of 32 others at a time. Formulas as in attention_forward.cu and attention_backward.cu. Correct, not fast. A query
// sees the keys that are at most window away.

// Columns of a row that a warp sums at once.
#define COLUMNS 128

DEVICE float dot(const elem* a, const elem* b, int count)
{
    float sum = 0;
    for (int i = 0; i < count; i++) sum = fmaf(widen(a[i]), widen(b[i]), sum);
    return sum;
}

// What dropout multiplies the probability of a query and a key with.
DEVICE float keep(const Dropout& d, const Part& part, int query, int key)
{
    float one[1] = {1};
    drop<1>(d, (u32)part.statistic(query), key, one);
    return one[0];
}

// The places that a place sees: of queries the keys, of keys the queries that see them.
struct Seen
{
    int begin, end;
};

DEVICE Seen seen_from(const Part& part, int place, int window)
{
    return Seen{max(place - window, 0), min(place + window + 1, part.length)};
}

DEVICE float power_of_e(float x) { return power_of_two(x * LOG2_E); }

// sums [4] += the sum over 32 lanes of weight times row (first + lane), columns column + lane, + 32 and so on.
DEVICE void add_rows(
    float (&sums)[COLUMNS / 32], float weight, const elem* rows, i64 stride, int count, int column, int size)
{
    int lane = threadIdx.x & 31;
    for (int other = 0; other < 32 && other < count; other++)
    {
        float w = shuffle(weight, other);
#pragma unroll
        for (int i = 0; i < COLUMNS / 32; i++)
        {
            int c = column + lane + 32 * i;
            if (c < size) sums[i] = fmaf(w, widen(rows[other * stride + c]), sums[i]);
        }
    }
}

DEVICE void write_row(const float (&sums)[COLUMNS / 32], float factor, elem* row, int column, int size)
{
#pragma unroll
    for (int i = 0; i < COLUMNS / 32; i++)
    {
        int c = column + (threadIdx.x & 31) + 32 * i;
        if (c < size) narrow(sums[i] * factor, row[c]);
    }
}

// The log-sum-exp of a query's scaled scores.
DEVICE float log_sum_of(
    const elem* query, const elem* key, i64 stride, const Part& part, const Seen& seen, float scale)
{
    float largest = -1e30f, sum = 0;
    for (int j = seen.begin + (threadIdx.x & 31); j < seen.end; j += 32)
    {
        float score = dot(query, key + j * stride, part.size) * scale, more = fmaxf(largest, score);
        sum = fmaf(sum, power_of_e(largest - more), power_of_e(score - more));
        largest = more;
    }

    float most = warp_max(largest);
    return most + logf(warp_sum(sum * power_of_e(largest - most)));
}

KERNEL(256) attention_plain_forward(
    const elem* query_key_value, const int* starts, const int* tiles, int heads, int size, int window, float scale,
    float* log_sum_exp, elem* output, DROPOUT)
{
    Part part = part_of(starts, tiles, heads, size, TILE_ROWS);
    Dropout d = THE_DROPOUT;
    int lane = threadIdx.x & 31, end = min(part.first + TILE_ROWS, part.length);
    i64 stride = 3 * (i64)part.hidden();
    const elem *key = query_key_value + part.query(0) + part.hidden(), *value = key + part.hidden();
    for (int row = part.first + (threadIdx.x >> 5); row < end; row += WARPS)
    {
        const elem* query = query_key_value + part.query(row);
        Seen seen = seen_from(part, row, window);
        float log_sum = log_sum_of(query, key, stride, part, seen, scale);
        if (log_sum_exp && lane == 0) log_sum_exp[part.statistic(row)] = log_sum;
        for (int column = 0; column < size; column += COLUMNS)
        {
            float sums[COLUMNS / 32] = {};
            for (int first = seen.begin; first < seen.end; first += 32)
            {
                int j = first + lane;
                float p = 0;
                if (j < seen.end)
                {
                    p = power_of_e(dot(query, key + j * stride, size) * scale - log_sum) * keep(d, part, row, j);
                }

                add_rows(sums, p, value + first * stride, stride, seen.end - first, column, size);
            }

            write_row(sums, 1, output + part.output(row), column, size);
        }
    }
}

// delta [T, A], a warp a row and head.
KERNEL(256) attention_plain_delta(
    const elem* output, const elem* output_gradient, float* delta, i64 count, int size)
{
    i64 item = (i64)blockIdx.x * WARPS + (threadIdx.x >> 5);
    if (item >= count) return;
    float sum = 0;
    for (int c = threadIdx.x & 31; c < size; c += 32)
    {
        sum = fmaf(widen(output[item * size + c]), widen(output_gradient[item * size + c]), sum);
    }

    sum = warp_sum(sum);
    if ((threadIdx.x & 31) == 0) delta[item] = sum;
}

#define BACKWARD_PARAMETERS                                                                                        \
    const elem *query_key_value, const int *starts, const int *tiles, int heads, int size, int window, float scale,   \
        const float *log_sum_exp, const float *delta, const elem *output_gradient, elem *gradient, DROPOUT

// w and ds of one query and one key.
DEVICE void differentiate(
    const elem* query, const elem* key, const elem* value, const elem* dy, float log_sum, float delta, float kept,
    float scale, int size, float& w, float& ds)
{
    float p = power_of_e(dot(query, key, size) * scale - log_sum);
    w = p * kept;
    ds = p * (dot(dy, value, size) * kept - delta);
}

KERNEL(256) attention_plain_queries(BACKWARD_PARAMETERS)
{
    Part part = part_of(starts, tiles, heads, size, TILE_ROWS);
    Dropout d = THE_DROPOUT;
    int lane = threadIdx.x & 31, end = min(part.first + TILE_ROWS, part.length);
    i64 stride = 3 * (i64)part.hidden();
    const elem *key = query_key_value + part.query(0) + part.hidden(), *value = key + part.hidden();
    for (int row = part.first + (threadIdx.x >> 5); row < end; row += WARPS)
    {
        const elem *query = query_key_value + part.query(row), *dy = output_gradient + part.output(row);
        i64 statistic = part.statistic(row);
        Seen seen = seen_from(part, row, window);
        for (int column = 0; column < size; column += COLUMNS)
        {
            float sums[COLUMNS / 32] = {};
            for (int first = seen.begin; first < seen.end; first += 32)
            {
                int j = first + lane;
                float w, ds = 0;
                if (j < seen.end)
                {
                    differentiate(
                        query, key + j * stride, value + j * stride, dy, log_sum_exp[statistic], delta[statistic],
                        keep(d, part, row, j), scale, size, w, ds);
                }

                add_rows(sums, ds, key + first * stride, stride, seen.end - first, column, size);
            }

            write_row(sums, scale, gradient + part.query(row), column, size);
        }
    }
}

KERNEL(256) attention_plain_keys(BACKWARD_PARAMETERS)
{
    Part part = part_of(starts, tiles, heads, size, TILE_ROWS);
    Dropout d = THE_DROPOUT;
    int lane = threadIdx.x & 31, end = min(part.first + TILE_ROWS, part.length);
    i64 hidden = part.hidden(), stride = 3 * hidden;
    const elem *query = query_key_value + part.query(0), *dy = output_gradient + part.output(0);
    for (int row = part.first + (threadIdx.x >> 5); row < end; row += WARPS)
    {
        const elem *key = query_key_value + part.query(row) + hidden, *value = key + hidden;
        Seen seen = seen_from(part, row, window);
        for (int column = 0; column < size; column += COLUMNS)
        {
            float dk[COLUMNS / 32] = {}, dv[COLUMNS / 32] = {};
            for (int first = seen.begin; first < seen.end; first += 32)
            {
                int i = first + lane;
                float w = 0, ds = 0;
                if (i < seen.end)
                {
                    i64 statistic = part.statistic(i);
                    differentiate(
                        query + i * stride, key, value, dy + i * hidden, log_sum_exp[statistic], delta[statistic],
                        keep(d, part, i, row), scale, size, w, ds);
                }

                add_rows(dv, w, dy + first * hidden, hidden, seen.end - first, column, size);
                add_rows(dk, ds, query + first * stride, stride, seen.end - first, column, size);
            }

            elem* place = gradient + part.query(row) + hidden;
            write_row(dk, scale, place, column, size);
            write_row(dv, 1, place + hidden, column, size);
        }
    }
}
