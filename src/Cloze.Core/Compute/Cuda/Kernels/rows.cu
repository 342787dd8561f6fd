// Rows moved by their numbers, and dropout of rows. A warp has a row.

// destination [count, columns] = source[rows].
template <int N>
DEVICE void gather(const elem* source, const int* rows, elem* destination, int count, int columns)
{
    int row = blockIdx.x * WARPS + (threadIdx.x >> 5);
    if (row >= count) return;
    const elem* from = source + (i64)rows[row] * columns;
    for (int column = (threadIdx.x & 31) * N; column < columns; column += 32 * N)
    {
        float v[N];
        load<N>(from + column, v);
        store<N>(destination + (i64)row * columns + column, v);
    }
}

KERNEL(256) gather_rows(const elem* source, const int* rows, elem* destination, int count, int columns)
{
    gather<WIDE>(source, rows, destination, count, columns);
}

KERNEL(256) gather_rows_narrow(const elem* source, const int* rows, elem* destination, int count, int columns)
{
    gather<1>(source, rows, destination, count, columns);
}

// destination[rows] += source [.., columns], rows named any number of times. The rows to add are given in groups of one
// destination row each, so that every sum has one writer and one order: pieces [groups, 3] are (begin, end, row), and
// the rows order[begin .. end) of the source are added to the row.
template <int N>
DEVICE void scatter(
    const elem* source, const int* order, const int* pieces, elem* destination, int groups, int columns)
{
    int group = blockIdx.x * WARPS + (threadIdx.x >> 5);
    if (group >= groups) return;
    const int* piece = pieces + 3 * (i64)group;
    int begin = piece[0], end = piece[1];
    elem* to = destination + (i64)piece[2] * columns;
    for (int column = (threadIdx.x & 31) * N; column < columns; column += 32 * N)
    {
        float sums[N];
        load<N>(to + column, sums);
        for (int k = begin; k < end; k++)
        {
            float v[N];
            load<N>(source + (i64)order[k] * columns + column, v);
#pragma unroll
            for (int i = 0; i < N; i++) sums[i] += v[i];
        }

        store<N>(to + column, sums);
    }
}

#define SCATTER_PARAMETERS                                                                                         \
    const elem *source, const int *order, const int *pieces, elem *destination, int groups, int columns
#define SCATTER_ARGUMENTS source, order, pieces, destination, groups, columns

KERNEL(256) scatter_add_rows(SCATTER_PARAMETERS) { scatter<WIDE>(SCATTER_ARGUMENTS); }
KERNEL(256) scatter_add_rows_narrow(SCATTER_PARAMETERS) { scatter<1>(SCATTER_ARGUMENTS); }

// destination[rows[m]] += source[m], where no row is named twice.
template <int N>
DEVICE void scatter_distinct(const elem* source, const int* rows, elem* destination, int count, int columns)
{
    int row = blockIdx.x * WARPS + (threadIdx.x >> 5);
    if (row >= count) return;
    elem* to = destination + (i64)rows[row] * columns;
    for (int column = (threadIdx.x & 31) * N; column < columns; column += 32 * N)
    {
        float sums[N], v[N];
        load<N>(to + column, sums);
        load<N>(source + (i64)row * columns + column, v);
#pragma unroll
        for (int i = 0; i < N; i++) sums[i] += v[i];
        store<N>(to + column, sums);
    }
}

KERNEL(256) scatter_add_distinct(const elem* source, const int* rows, elem* destination, int count, int columns)
{
    scatter_distinct<WIDE>(source, rows, destination, count, columns);
}

KERNEL(256) scatter_add_distinct_narrow(
    const elem* source, const int* rows, elem* destination, int count, int columns)
{
    scatter_distinct<1>(source, rows, destination, count, columns);
}

// destination [rows, columns] = dropout(input); may be in place. So many rows together lose the same values.
#define DROP_PARAMETERS const elem *input, elem *destination, int rows, int columns, int together

template <int N>
DEVICE void drop_rows(DROP_PARAMETERS, Dropout d)
{
    int row = blockIdx.x * WARPS + (threadIdx.x >> 5);
    if (row >= rows) return;
    for (int column = (threadIdx.x & 31) * N; column < columns; column += 32 * N)
    {
        float v[N];
        load<N>(input + (i64)row * columns + column, v);
        drop<N>(d, row / together, column, v);
        store<N>(destination + (i64)row * columns + column, v);
    }
}

KERNEL(256) apply_dropout(DROP_PARAMETERS, DROPOUT)
{
    drop_rows<WIDE>(input, destination, rows, columns, together, THE_DROPOUT);
}

KERNEL(256) apply_dropout_narrow(DROP_PARAMETERS, DROPOUT)
{
    drop_rows<1>(input, destination, rows, columns, together, THE_DROPOUT);
}
