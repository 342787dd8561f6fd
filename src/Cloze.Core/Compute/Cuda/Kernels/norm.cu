// Dropout, residual and layer normalisation (Ba et al. 2016), and its gradient. A warp has a row: K times 32 lanes of
// WIDE values, in registers; for other widths K = 0 and the row is read again.

// z = dropout(input) + residual, N values of one row from a column on.
template <int N>
DEVICE void sum_of(
    const elem* input, const elem* residual, i64 start, int row, int column, const Dropout& d, float (&z)[N])
{
    load<N>(input + start + column, z);
    float r[N] = {};
    if (residual) load<N>(residual + start + column, r);
    drop<N>(d, row, column, z);
#pragma unroll
    for (int i = 0; i < N; i++) z[i] += r[i];
}

// destination = (z - mean) * deviation * gain + bias, N values.
template <int N>
DEVICE void normalise(
    const float (&z)[N], float mean, float deviation, const float* gain, const float* bias, elem* destination)
{
    float g[N], b[N] = {}, y[N];
    load<N>(gain, g);
    if (bias) load<N>(bias, b);
#pragma unroll
    for (int i = 0; i < N; i++) y[i] = fmaf((z[i] - mean) * deviation, g[i], b[i]);
    store<N>(destination, y);
}

DEVICE void keep_statistics(float* statistics, int row, float mean, float deviation)
{
    if (!statistics || (threadIdx.x & 31) != 0) return;
    statistics[2 * (i64)row] = mean;
    statistics[2 * (i64)row + 1] = deviation;
}

// sum = dropout(input) + residual; destination = (sum - mean) / sqrt(variance + epsilon) * gain + bias.
// input, residual, sum, destination [rows, columns], statistics [rows, 2]; residual, bias, sum, statistics may be null;
// sum and destination may be the input.
#define NORM_PARAMETERS                                                                                            \
    const elem *input, const elem *residual, const float *gain, const float *bias, float epsilon, elem *sum,          \
        float *statistics, elem *destination, int rows, int columns, DROPOUT
#define NORM_ARGUMENTS                                                                                             \
    input, residual, gain, bias, epsilon, sum, statistics, destination, rows, columns, THE_DROPOUT

template <int K>
DEVICE void add_norm_wide(
    const elem* input, const elem* residual, const float* gain, const float* bias, float epsilon, elem* sum,
    float* statistics, elem* destination, int rows, int columns, Dropout d)
{
    int row = blockIdx.x * WARPS + (threadIdx.x >> 5), lane = threadIdx.x & 31;
    if (row >= rows) return;
    i64 start = (i64)row * columns;
    float z[K][WIDE], total = 0, squares = 0;
#pragma unroll
    for (int k = 0; k < K; k++)
    {
        int column = (k * 32 + lane) * WIDE;
        if (column >= columns) continue;
        sum_of<WIDE>(input, residual, start, row, column, d, z[k]);
        if (sum) store<WIDE>(sum + start + column, z[k]);
#pragma unroll
        for (int i = 0; i < WIDE; i++) total += z[k][i];
    }

    float mean = warp_sum(total) / columns;
#pragma unroll
    for (int k = 0; k < K; k++)
    {
        if ((k * 32 + lane) * WIDE >= columns) continue;
#pragma unroll
        for (int i = 0; i < WIDE; i++) squares = fmaf(z[k][i] - mean, z[k][i] - mean, squares);
    }

    float deviation = 1 / sqrtf(warp_sum(squares) / columns + epsilon);
#pragma unroll
    for (int k = 0; k < K; k++)
    {
        int column = (k * 32 + lane) * WIDE;
        if (column >= columns) continue;
        const float* b = bias ? bias + column : bias;
        normalise<WIDE>(z[k], mean, deviation, gain + column, b, destination + start + column);
    }

    keep_statistics(statistics, row, mean, deviation);
}

// The same for any width: one value a lane at a time. Where the sum is not kept it is computed thrice.
KERNEL(256) add_norm_any(NORM_PARAMETERS)
{
    int row = blockIdx.x * WARPS + (threadIdx.x >> 5), lane = threadIdx.x & 31;
    if (row >= rows) return;
    i64 start = (i64)row * columns;
    Dropout d = THE_DROPOUT;
    float z[1], total = 0, squares = 0;
    for (int column = lane; column < columns; column += 32)
    {
        sum_of<1>(input, residual, start, row, column, d, z);
        total += z[0];
    }

    float mean = warp_sum(total) / columns;
    for (int column = lane; column < columns; column += 32)
    {
        sum_of<1>(input, residual, start, row, column, d, z);
        squares = fmaf(z[0] - mean, z[0] - mean, squares);
    }

    float deviation = 1 / sqrtf(warp_sum(squares) / columns + epsilon);
    for (int column = lane; column < columns; column += 32)
    {
        // The input is read for the last time before the sum or the destination is written in its place.
        sum_of<1>(input, residual, start, row, column, d, z);
        if (sum) store<1>(sum + start + column, z);
        const float* b = bias ? bias + column : bias;
        normalise<1>(z, mean, deviation, gain + column, b, destination + start + column);
    }

    keep_statistics(statistics, row, mean, deviation);
}

KERNEL(256) add_norm_1(NORM_PARAMETERS) { add_norm_wide<1>(NORM_ARGUMENTS); }
KERNEL(256) add_norm_2(NORM_PARAMETERS) { add_norm_wide<2>(NORM_ARGUMENTS); }
KERNEL(256) add_norm_3(NORM_PARAMETERS) { add_norm_wide<3>(NORM_ARGUMENTS); }
KERNEL(256) add_norm_4(NORM_PARAMETERS) { add_norm_wide<4>(NORM_ARGUMENTS); }
KERNEL(256) add_norm_6(NORM_PARAMETERS) { add_norm_wide<6>(NORM_ARGUMENTS); }
KERNEL(256) add_norm_8(NORM_PARAMETERS) { add_norm_wide<8>(NORM_ARGUMENTS); }
