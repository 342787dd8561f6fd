// Activations after a linear layer, forward and backward. A warp has a strip of 32 N columns of a chunk of rows: the
// bias stays in registers, and so do the column sums of the gradient. Forward, many warps with a row each on its way
// were faster than fewer with more rows (H200: 105 and 136 microseconds for 402 MB).

// x = input + bias, rounded to an activation; pre = x, output = activation(x), all [rows, columns]. bias [columns] and
// pre may be null; pre and output may be the input.
#define FORWARD_PARAMETERS                                                                                         \
    const elem *input, const float *bias, elem *pre, elem *output, int rows, int columns, int chunk_rows
#define FORWARD_ARGUMENTS input, bias, pre, output, rows, columns, chunk_rows

template <int N, int A>
DEVICE void forward(FORWARD_PARAMETERS)
{
    int column = (blockIdx.x * 32 + (threadIdx.x & 31)) * N;
    if (column >= columns) return;
    int begin = blockIdx.y * chunk_rows, end = min(begin + chunk_rows, rows);
    float b[N] = {};
    if (bias) load<N>(bias + column, b);
    for (int row = begin + (threadIdx.x >> 5); row < end; row += WARPS)
    {
        i64 place = (i64)row * columns + column;
        float x[N], y[N], slope;
        load<N>(input + place, x);
        if (bias)
        {
#pragma unroll
            for (int i = 0; i < N; i++) x[i] = rounded(x[i] + b[i]);
        }

#pragma unroll
        for (int i = 0; i < N; i++) activate<A>(x[i], y[i], slope);
        if (pre) store<N>(pre + place, x);
        store<N>(output + place, y);
    }
}

template <int N>
DEVICE void choose_forward(FORWARD_PARAMETERS, int activation)
{
    if (activation == GELU) forward<N, GELU>(FORWARD_ARGUMENTS);
    else if (activation == GELU_TANH) forward<N, GELU_TANH>(FORWARD_ARGUMENTS);
    else if (activation == RELU) forward<N, RELU>(FORWARD_ARGUMENTS);
    else if (activation == TANH) forward<N, TANH>(FORWARD_ARGUMENTS);
    else forward<N, IDENTITY>(FORWARD_ARGUMENTS);
}

KERNEL(256) activation_forward(FORWARD_PARAMETERS, int activation)
{
    choose_forward<WIDE>(FORWARD_ARGUMENTS, activation);
}

KERNEL(256) activation_forward_narrow(FORWARD_PARAMETERS, int activation)
{
    choose_forward<1>(FORWARD_ARGUMENTS, activation);
}

// gradient = gradient * activation'(pre), in place; where replace is set, pre becomes activation(pre). partial [chunks,
// columns], or null, receives the column sums of the new gradient over each chunk of rows.
#define BACKWARD_PARAMETERS                                                                                        \
    elem *gradient, elem *pre, int replace, float *partial, int rows, int columns, int chunk_rows
#define BACKWARD_ARGUMENTS gradient, pre, replace, partial, rows, columns, chunk_rows

template <int N, int A>
DEVICE void backward_rows(BACKWARD_PARAMETERS, int column, float (&sums)[N])
{
    int begin = blockIdx.y * chunk_rows, end = min(begin + chunk_rows, rows);
    for (int row = begin + (threadIdx.x >> 5); row < end; row += 2 * WARPS)
    {
        float x[2][N], d[2][N];
#pragma unroll
        for (int f = 0; f < 2; f++)
        {
            if (row + f * WARPS >= end) break;
            i64 place = (i64)(row + f * WARPS) * columns + column;
            load<N>(pre + place, x[f]);
            load<N>(gradient + place, d[f]);
        }

#pragma unroll
        for (int f = 0; f < 2; f++)
        {
            if (row + f * WARPS >= end) break;
            i64 place = (i64)(row + f * WARPS) * columns + column;
#pragma unroll
            for (int i = 0; i < N; i++)
            {
                float slope;
                activate<A>(x[f][i], x[f][i], slope);
                d[f][i] *= slope;
                sums[i] += d[f][i];
            }

            store<N>(gradient + place, d[f]);
            if (replace) store<N>(pre + place, x[f]);
        }
    }
}

template <int N, int A>
DEVICE void backward(BACKWARD_PARAMETERS, float* scratch)
{
    int first = blockIdx.x * 32 * N, column = first + (threadIdx.x & 31) * N;
    float sums[N] = {};
    if (column < columns) backward_rows<N, A>(BACKWARD_ARGUMENTS, column, sums);
    if (partial) store_column_sums<N>(sums, scratch, first, columns, partial + (i64)blockIdx.y * columns);
}

template <int N>
DEVICE void choose_backward(BACKWARD_PARAMETERS, int activation)
{
    SHARED(float, scratch, WARPS * 32 * N);
    if (activation == GELU) backward<N, GELU>(BACKWARD_ARGUMENTS, scratch);
    else if (activation == GELU_TANH) backward<N, GELU_TANH>(BACKWARD_ARGUMENTS, scratch);
    else if (activation == RELU) backward<N, RELU>(BACKWARD_ARGUMENTS, scratch);
    else backward<N, TANH>(BACKWARD_ARGUMENTS, scratch);
}

KERNEL(256) activation_backward(BACKWARD_PARAMETERS, int activation)
{
    choose_backward<WIDE>(BACKWARD_ARGUMENTS, activation);
}

KERNEL(256) activation_backward_narrow(BACKWARD_PARAMETERS, int activation)
{
    choose_backward<1>(BACKWARD_ARGUMENTS, activation);
}
