// Sums of table rows, and their gradients' way back into the tables. Tables and their gradients are float32.

// destination [rows, columns] = word[ids] + position[positions] + type[types]; the last two tables may be none (null).
// A warp a row.
template <int N>
DEVICE void embed_rows(
    const int* ids, const int* positions, const int* types, const float* word, const float* position,
    const float* type, elem* destination, int rows, int columns)
{
    int row = blockIdx.x * WARPS + (threadIdx.x >> 5);
    if (row >= rows) return;
    const float* a = word + (i64)ids[row] * columns;
    const float* b = position ? position + (i64)positions[row] * columns : 0;
    const float* c = type ? type + (i64)types[row] * columns : 0;
    for (int column = (threadIdx.x & 31) * N; column < columns; column += 32 * N)
    {
        float x[N], y[N] = {}, z[N] = {};
        load<N>(a + column, x);
        if (b) load<N>(b + column, y);
        if (c) load<N>(c + column, z);
#pragma unroll
        for (int i = 0; i < N; i++) x[i] += y[i] + z[i];
        store<N>(destination + (i64)row * columns + column, x);
    }
}

#define EMBED_PARAMETERS                                                                                           \
    const int *ids, const int *positions, const int *types, const float *word, const float *position,                 \
        const float *type, elem *destination, int rows, int columns
#define EMBED_ARGUMENTS ids, positions, types, word, position, type, destination, rows, columns

KERNEL(256) embed(EMBED_PARAMETERS) { embed_rows<WIDE>(EMBED_ARGUMENTS); }
KERNEL(256) embed_narrow(EMBED_PARAMETERS) { embed_rows<1>(EMBED_ARGUMENTS); }

// One table's gradient, in two passes. order [T] lists the rows of the gradient by the table's row; pieces [P, 3] are
// (begin, end, target) in it: the sum of the gradient rows order[begin .. end) is added to the table's row target, or
// where target is negative, written to the row -1 - target of partial. A block a piece.
template <int N>
DEVICE void sum_piece(
    const elem* gradient, const int* order, const int* pieces, float* table, float* partial, int columns)
{
    const int* piece = pieces + 3 * (i64)blockIdx.x;
    int begin = piece[0], end = piece[1], target = piece[2];
    for (int column = threadIdx.x * N; column < columns; column += blockDim.x * N)
    {
        float sums[N] = {};
        for (int k = begin; k < end; k += 4)
        {
            float v[4][N] = {};
#pragma unroll
            for (int f = 0; f < 4; f++)
            {
                if (k + f < end) load<N>(gradient + (i64)order[k + f] * columns + column, v[f]);
            }

#pragma unroll
            for (int f = 0; f < 4; f++)
            {
#pragma unroll
                for (int i = 0; i < N; i++) sums[i] += v[f][i];
            }
        }

        float* place = (target < 0 ? partial + (i64)(-1 - target) * columns : table + (i64)target * columns) + column;
        if (target >= 0)
        {
            float old[N];
            load<N>(place, old);
#pragma unroll
            for (int i = 0; i < N; i++) sums[i] += old[i];
        }

        store<N>(place, sums);
    }
}

KERNEL(128) embed_pieces(
    const elem* gradient, const int* order, const int* pieces, float* table, float* partial, int columns)
{
    sum_piece<WIDE>(gradient, order, pieces, table, partial, columns);
}

KERNEL(128) embed_pieces_narrow(
    const elem* gradient, const int* order, const int* pieces, float* table, float* partial, int columns)
{
    sum_piece<1>(gradient, order, pieces, table, partial, columns);
}

// folds [F, 3] are (row, first, count): the rows [first, first + count) of partial are added to the table's row.
// Block (32 columns, fold).
KERNEL(256) embed_folds(const int* folds, const float* partial, float* table, int columns)
{
    SHARED(float, scratch, WARPS * 32);
    const int* fold = folds + 3 * (i64)blockIdx.y;
    int lane = threadIdx.x & 31, warp = threadIdx.x >> 5, column = blockIdx.x * 32 + lane, count = fold[2];
    float total = 0;
    if (column < columns)
    {
        const float* source = partial + (i64)fold[1] * columns + column;
#pragma unroll 4
        for (int row = warp; row < count; row += WARPS) total += source[(i64)row * columns];
    }

    scratch[threadIdx.x] = total;
    block_barrier();
    if (warp > 0 || column >= columns) return;
#pragma unroll
    for (int w = 1; w < WARPS; w++) total += scratch[w * 32 + lane];
    table[(i64)fold[0] * columns + column] += total;
}
