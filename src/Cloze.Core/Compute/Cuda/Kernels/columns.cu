// Sums of columns in two passes: chunks of rows, then the chunks in a fixed order.

// partial [chunks, columns]: sums of the columns of values [rows, columns], stride values from row to row, over each
// chunk of rows. Block (strip, chunk). What stands between the columns' end and the stride is read and ignored.
template <int N>
DEVICE void sum_columns(const elem* values, int rows, int columns, int stride, int chunk_rows, float* partial)
{
    SHARED(float, scratch, WARPS * 32 * N);
    int lane = threadIdx.x & 31, first = blockIdx.x * 32 * N, column = first + lane * N;
    int begin = blockIdx.y * chunk_rows, end = min(begin + chunk_rows, rows);
    float sums[N] = {};
    if (column < columns)
    {
        for (int row = begin + (threadIdx.x >> 5); row < end; row += 4 * WARPS)
        {
            float v[4][N] = {};
#pragma unroll
            for (int f = 0; f < 4; f++)
            {
                if (row + f * WARPS < end) load<N>(values + (i64)(row + f * WARPS) * stride + column, v[f]);
            }

#pragma unroll
            for (int f = 0; f < 4; f++)
            {
#pragma unroll
                for (int i = 0; i < N; i++) sums[i] += v[f][i];
            }
        }
    }

    store_column_sums<N>(sums, scratch, first, columns, partial + (i64)blockIdx.y * columns);
}

KERNEL(256) column_sums(const elem* values, int rows, int columns, int stride, int chunk_rows, float* partial)
{
    sum_columns<WIDE>(values, rows, columns, stride, chunk_rows, partial);
}

KERNEL(256) column_sums_narrow(
    const elem* values, int rows, int columns, int stride, int chunk_rows, float* partial)
{
    sum_columns<1>(values, rows, columns, stride, chunk_rows, partial);
}

// Up to three destinations [columns] += the sums over count rows of partial, stride floats apart: a destination's
// columns stand behind the one's before it. Block (32 columns, destination): many warps, for there are few blocks.
#define FOLD_WARPS 32

KERNEL(1024) fold_columns(
    const float* partial, int count, i64 stride, int columns, float* first, float* second, float* third)
{
    SHARED(float, scratch, FOLD_WARPS * 32);
    int lane = threadIdx.x & 31, warp = threadIdx.x >> 5, column = blockIdx.x * 32 + lane;
    float* destination = blockIdx.y == 0 ? first : blockIdx.y == 1 ? second : third;
    const float* source = partial + (i64)blockIdx.y * columns + column;
    if (!destination) return;
    float total = 0;
    if (column < columns)
    {
#pragma unroll 4
        for (int row = warp; row < count; row += FOLD_WARPS) total += source[row * stride];
    }

    scratch[threadIdx.x] = total;
    block_barrier();
    if (warp > 0 || column >= columns) return;
#pragma unroll
    for (int w = 1; w < FOLD_WARPS; w++) total += scratch[w * 32 + lane];
    destination[column] += total;
}
