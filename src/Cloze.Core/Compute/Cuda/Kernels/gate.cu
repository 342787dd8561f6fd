// Activations whose values another half multiplies, and their gradients. A row of pre [rows, 2 columns] has u in its
// first half and g in the second. A warp has a row.

// output [rows, columns] = activation(u) * g.
#define FORWARD_PARAMETERS const elem *pre, elem *output, int rows, int columns
#define FORWARD_ARGUMENTS pre, output, rows, columns

template <int N, int A>
DEVICE void forward(FORWARD_PARAMETERS)
{
    int row = blockIdx.x * WARPS + (threadIdx.x >> 5);
    if (row >= rows) return;
    const elem *first = pre + 2 * (i64)row * columns, *second = first + columns;
    for (int column = (threadIdx.x & 31) * N; column < columns; column += 32 * N)
    {
        float u[N], g[N], slope;
        load<N>(first + column, u);
        load<N>(second + column, g);
#pragma unroll
        for (int i = 0; i < N; i++)
        {
            float value;
            activate<A>(u[i], value, slope);
            g[i] *= value;
        }

        store<N>(output + (i64)row * columns + column, g);
    }
}

template <int N>
DEVICE void choose_forward(FORWARD_PARAMETERS, int activation)
{
    if (activation == GELU) forward<N, GELU>(FORWARD_ARGUMENTS);
    else if (activation == GELU_TANH) forward<N, GELU_TANH>(FORWARD_ARGUMENTS);
    else if (activation == RELU) forward<N, RELU>(FORWARD_ARGUMENTS);
    else forward<N, TANH>(FORWARD_ARGUMENTS);
}

KERNEL(256) gate_forward(FORWARD_PARAMETERS, int activation)
{
    choose_forward<WIDE>(FORWARD_ARGUMENTS, activation);
}

KERNEL(256) gate_forward_narrow(FORWARD_PARAMETERS, int activation)
{
    choose_forward<1>(FORWARD_ARGUMENTS, activation);
}

// With d the values of product [rows, columns]: u becomes d * g * activation'(u), g becomes d * activation(u), and
// product activation(u) * g, all in place.
#define BACKWARD_PARAMETERS elem *pre, elem *product, int rows, int columns
#define BACKWARD_ARGUMENTS pre, product, rows, columns

template <int N, int A>
DEVICE void backward(BACKWARD_PARAMETERS)
{
    int row = blockIdx.x * WARPS + (threadIdx.x >> 5);
    if (row >= rows) return;
    elem *first = pre + 2 * (i64)row * columns, *second = first + columns, *result = product + (i64)row * columns;
    for (int column = (threadIdx.x & 31) * N; column < columns; column += 32 * N)
    {
        float u[N], g[N], d[N];
        load<N>(first + column, u);
        load<N>(second + column, g);
        load<N>(result + column, d);
#pragma unroll
        for (int i = 0; i < N; i++)
        {
            float value, slope, gate = g[i];
            activate<A>(u[i], value, slope);
            u[i] = d[i] * gate * slope;
            g[i] = d[i] * value;
            d[i] = value * gate;
        }

        store<N>(first + column, u);
        store<N>(second + column, g);
        store<N>(result + column, d);
    }
}

template <int N>
DEVICE void choose_backward(BACKWARD_PARAMETERS, int activation)
{
    if (activation == GELU) backward<N, GELU>(BACKWARD_ARGUMENTS);
    else if (activation == GELU_TANH) backward<N, GELU_TANH>(BACKWARD_ARGUMENTS);
    else if (activation == RELU) backward<N, RELU>(BACKWARD_ARGUMENTS);
    else backward<N, TANH>(BACKWARD_ARGUMENTS);
}

KERNEL(256) gate_backward(BACKWARD_PARAMETERS, int activation)
{
    choose_backward<WIDE>(BACKWARD_ARGUMENTS, activation);
}

KERNEL(256) gate_backward_narrow(BACKWARD_PARAMETERS, int activation)
{
    choose_backward<1>(BACKWARD_ARGUMENTS, activation);
}
