// The gradient of norm.cu. With n = (z - mean) * deviation, y = n * gain + bias and d = dy * gain:
// dz = deviation * (d - mean(d) - n * mean(d * n)); residual_gradient = dz, or += dz;
// input_gradient = dropout(residual_gradient); the gradients of gain and bias are the column sums of dy * n and dy.

// gradient, sum, input_gradient (or null), residual_gradient [rows, columns], statistics [rows, 2];
// partial [blocks, 2, columns], or where SUMS is set [blocks, 3, columns], receives the sums of each block: the third
// ones are the column sums of input_gradient, or where that is null of residual_gradient. residual_gradient may be the
// gradient, unless add is set: then it is added to, and input_gradient is made of the sum.
#define NORM_PARAMETERS                                                                                            \
    const elem *gradient, const elem *sum, const float *statistics, const float *gain, elem *input_gradient,          \
        elem *residual_gradient, float *partial, int rows, int columns, int add, DROPOUT
#define NORM_ARGUMENTS                                                                                             \
    gradient, sum, statistics, gain, input_gradient, residual_gradient, partial, rows, columns, add, THE_DROPOUT

// dz of N values; writes them, and dropped where that is asked for.
template <int N>
DEVICE void spread(
    float (&d)[N], const float (&n)[N], float deviation, float plain, float product, i64 start, int row, int column,
    const Dropout& dropout, int add, elem* input_gradient, elem* residual_gradient)
{
#pragma unroll
    for (int i = 0; i < N; i++) d[i] = (d[i] - plain - n[i] * product) * deviation;
    if (add)
    {
        float before[N];
        load<N>(residual_gradient + start + column, before);
#pragma unroll
        for (int i = 0; i < N; i++) d[i] += before[i];
    }

    store<N>(residual_gradient + start + column, d);
    if (!input_gradient) return;
    drop<N>(dropout, row, column, d);
    store<N>(input_gradient + start + column, d);
}

// A lane's part of a row of the gradient and of the sum as it stands in memory, and the row's statistics: the column
// sums leave few registers, and two blocks on a multiprocessor are faster than a row read ahead.
template <int K>
struct Row
{
    Quad gradient[K], sum[K];
    float mean, deviation;

    DEVICE_MEMBER void read(const elem* gradients, const elem* sums, const float* statistics, i64 row, int columns)
    {
        int lane = threadIdx.x & 31;
        mean = statistics[2 * row], deviation = statistics[2 * row + 1];
#pragma unroll
        for (int k = 0; k < K; k++)
        {
            int column = (k * 32 + lane) * WIDE;
            if (column >= columns) continue;
            gradient[k] = *(const Quad*)(gradients + row * columns + column);
            sum[k] = *(const Quad*)(sums + row * columns + column);
        }
    }

    // n of the values of part k.
    DEVICE_MEMBER void normal(int k, float (&n)[WIDE]) const
    {
        unpack(sum[k], n);
#pragma unroll
        for (int i = 0; i < WIDE; i++) n[i] = (n[i] - mean) * deviation;
    }

    // d = dy * gain of the values of part k, and dy.
    DEVICE_MEMBER void weighted(int k, const float* gain, float (&dy)[WIDE], float (&d)[WIDE]) const
    {
        load<WIDE>(gain, d);
        unpack(gradient[k], dy);
#pragma unroll
        for (int i = 0; i < WIDE; i++) d[i] *= dy[i];
    }
};

// Blocks take rows in turn, a warp each, and keep the column sums in registers until the end.
template <int K, bool SUMS>
DEVICE void add_norm_backward_wide(
    const elem* gradient, const elem* sum, const float* statistics, const float* gain, elem* input_gradient,
    elem* residual_gradient, float* partial, int rows, int columns, int add, Dropout dropout)
{
    SHARED(float, scratch, WARPS * 32 * WIDE);
    int lane = threadIdx.x & 31, step = gridDim.x * WARPS, row = blockIdx.x * WARPS + (threadIdx.x >> 5);
    float gain_sums[K][WIDE] = {}, bias_sums[K][WIDE] = {}, input_sums[SUMS ? K : 1][WIDE] = {};
    for (; row < rows; row += step)
    {
        Row<K> mine;
        mine.read(gradient, sum, statistics, row, columns);
        float plain = 0, product = 0;
#pragma unroll
        for (int k = 0; k < K; k++)
        {
            int column = (k * 32 + lane) * WIDE;
            if (column >= columns) continue;
            float n[WIDE], dy[WIDE], d[WIDE];
            mine.normal(k, n);
            mine.weighted(k, gain + column, dy, d);
#pragma unroll
            for (int i = 0; i < WIDE; i++)
            {
                gain_sums[k][i] = fmaf(dy[i], n[i], gain_sums[k][i]);
                bias_sums[k][i] += dy[i];
                plain += d[i];
                product = fmaf(d[i], n[i], product);
            }
        }

        plain = warp_sum(plain) / columns;
        product = warp_sum(product) / columns;
#pragma unroll
        for (int k = 0; k < K; k++)
        {
            int column = (k * 32 + lane) * WIDE;
            if (column >= columns) continue;
            float n[WIDE], dy[WIDE], d[WIDE];
            mine.normal(k, n);
            mine.weighted(k, gain + column, dy, d);
            spread<WIDE>(
                d, n, mine.deviation, plain, product, (i64)row * columns, row, column, dropout, add, input_gradient,
                residual_gradient);
            if (!SUMS) continue;
#pragma unroll
            for (int i = 0; i < WIDE; i++) input_sums[SUMS ? k : 0][i] += d[i];
        }
    }

    float* mine = partial + (i64)blockIdx.x * (SUMS ? 3 : 2) * columns;
#pragma unroll
    for (int k = 0; k < K; k++)
    {
        store_column_sums<WIDE>(gain_sums[k], scratch, k * 32 * WIDE, columns, mine);
        store_column_sums<WIDE>(bias_sums[k], scratch, k * 32 * WIDE, columns, mine + columns);
        if (!SUMS) continue;
        store_column_sums<WIDE>(input_sums[SUMS ? k : 0], scratch, k * 32 * WIDE, columns, mine + 2 * columns);
    }
}

// For any width: a warp a row; the column sums are norm_sums_any's, which runs before, for dz may overwrite dy.
KERNEL(256) add_norm_backward_any(NORM_PARAMETERS)
{
    int row = blockIdx.x * WARPS + (threadIdx.x >> 5), lane = threadIdx.x & 31;
    if (row >= rows) return;
    i64 start = (i64)row * columns;
    float mean = statistics[2 * (i64)row], deviation = statistics[2 * (i64)row + 1], plain = 0, product = 0;
    for (int column = lane; column < columns; column += 32)
    {
        float d = widen(gradient[start + column]) * gain[column];
        plain += d;
        product = fmaf(d, (widen(sum[start + column]) - mean) * deviation, product);
    }

    plain = warp_sum(plain) / columns;
    product = warp_sum(product) / columns;
    for (int column = lane; column < columns; column += 32)
    {
        float d[1] = {widen(gradient[start + column]) * gain[column]};
        float n[1] = {(widen(sum[start + column]) - mean) * deviation};
        spread<1>(
            d, n, deviation, plain, product, start, row, column, THE_DROPOUT, add, input_gradient, residual_gradient);
    }
}

// partial [chunks, 2, columns]: the column sums of dy * n and dy over each chunk of rows. Block (32 columns, chunk).
KERNEL(256) norm_sums_any(
    const elem* gradient, const elem* sum, const float* statistics, int rows, int columns, int chunk_rows,
    float* partial)
{
    SHARED(float, scratch, WARPS * 32);
    int first = blockIdx.x * 32, column = first + (threadIdx.x & 31);
    int begin = blockIdx.y * chunk_rows, end = min(begin + chunk_rows, rows);
    float gain_sum[1] = {}, bias_sum[1] = {};
    for (int row = begin + (threadIdx.x >> 5); column < columns && row < end; row += WARPS)
    {
        float dy = widen(gradient[(i64)row * columns + column]);
        float n = (widen(sum[(i64)row * columns + column]) - statistics[2 * (i64)row]) * statistics[2 * (i64)row + 1];
        gain_sum[0] = fmaf(dy, n, gain_sum[0]);
        bias_sum[0] += dy;
    }

    float* mine = partial + (i64)blockIdx.y * 2 * columns;
    store_column_sums<1>(gain_sum, scratch, first, columns, mine);
    store_column_sums<1>(bias_sum, scratch, first, columns, mine + columns);
}

KERNEL_OF(256, 2) add_norm_backward_1(NORM_PARAMETERS) { add_norm_backward_wide<1, false>(NORM_ARGUMENTS); }
KERNEL_OF(256, 2) add_norm_backward_2(NORM_PARAMETERS) { add_norm_backward_wide<2, false>(NORM_ARGUMENTS); }
KERNEL_OF(256, 2) add_norm_backward_3(NORM_PARAMETERS) { add_norm_backward_wide<3, false>(NORM_ARGUMENTS); }
KERNEL(256) add_norm_backward_4(NORM_PARAMETERS) { add_norm_backward_wide<4, false>(NORM_ARGUMENTS); }
KERNEL(256) add_norm_backward_6(NORM_PARAMETERS) { add_norm_backward_wide<6, false>(NORM_ARGUMENTS); }
KERNEL(256) add_norm_backward_8(NORM_PARAMETERS) { add_norm_backward_wide<8, false>(NORM_ARGUMENTS); }
KERNEL_OF(256, 2) add_norm_backward_1_sums(NORM_PARAMETERS) { add_norm_backward_wide<1, true>(NORM_ARGUMENTS); }
KERNEL_OF(256, 2) add_norm_backward_2_sums(NORM_PARAMETERS) { add_norm_backward_wide<2, true>(NORM_ARGUMENTS); }
KERNEL_OF(256, 2) add_norm_backward_3_sums(NORM_PARAMETERS) { add_norm_backward_wide<3, true>(NORM_ARGUMENTS); }
KERNEL(256) add_norm_backward_4_sums(NORM_PARAMETERS) { add_norm_backward_wide<4, true>(NORM_ARGUMENTS); }
