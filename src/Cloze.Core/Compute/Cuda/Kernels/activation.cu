// Activations after a linear layer, forward and backward. A warp has a strip of 32 N columns of a chunk of rows: the
// bias stays in registers, and so do the column sums of the gradient. Forward, many warps with a row each on its way
// were faster than fewer with more rows (H200: 105 and 136 microseconds for 402 MB).

#define GELU 0
#define GELU_TANH 1
#define RELU 2
#define TANH 3
#define IDENTITY 4

#define LOG2_E 1.44269504f

// x Phi(x) and its derivative Phi(x) + x phi(x). With t = 1 / (1 + p |x| / sqrt(2)), Phi(-|x|) is t times a polynomial
// in t times e^(-x^2 / 2) / 2, good to 7.5e-8 (Abramowitz and Stegun 1964, 7.1.26).
DEVICE void gelu(float x, float& value, float& slope)
{
    float t = reciprocal(fmaf(fabsf(x), 0.231641888f, 1));
    float power = power_of_two(x * x * (-0.5f * LOG2_E));
    float p = fmaf(t, 0.5307027145f, -0.7265760135f);
    p = fmaf(t, p, 0.7107068705f);
    p = fmaf(t, p, -0.142248368f);
    p = fmaf(t, p, 0.127414796f);
    float tail = p * t * power;
    float phi = x > 0 ? 1 - tail : tail;
    value = x * phi;
    slope = fmaf(x * power, 0.398942280f, phi);
}

// x s and s + x s (1 - s) (2y)', s = 1 / (1 + e^-2y), 2y = x (1.5958 + 0.0714 x^2). Beyond 9 the sigmoid is 0 or 1:
// the bound keeps infinity * 0 away; 1 - s is e^-2y s.
DEVICE void gelu_tanh(float x, float& value, float& slope)
{
    float bounded = x > 9 ? 9.0f : x < -9 ? -9.0f : x, square = bounded * bounded;
    float power = power_of_two(bounded * fmaf(-0.0713548162f * LOG2_E, square, -1.59576912f * LOG2_E));
    float sigmoid = reciprocal(1 + power);
    value = x * sigmoid;
    slope = fmaf(bounded * sigmoid * (power * sigmoid), fmaf(0.214064449f, square, 1.59576912f), sigmoid);
}

// An odd polynomial below 0.625, sign(x) (1 - 2 / (e^2|x| + 1)) above.
DEVICE void hyperbolic_tangent(float x, float& value, float& slope)
{
    float size = fabsf(x), square = x * x;
    float p = fmaf(-0.006104948f, square, 0.0210036412f);
    p = fmaf(p, square, -0.0538524985f);
    p = fmaf(p, square, 0.133327827f);
    p = fmaf(p, square, -0.333333284f);
    float large = 1 - 2 * reciprocal(power_of_two(2 * LOG2_E * size) + 1);
    value = size < 0.625f ? fmaf(p * square, x, x) : x < 0 ? -large : large;
    slope = 1 - value * value;
}

template <int A>
DEVICE void activate(float x, float& value, float& slope)
{
    if constexpr (A == GELU) gelu(x, value, slope);
    else if constexpr (A == GELU_TANH) gelu_tanh(x, value, slope);
    else if constexpr (A == RELU) value = x < 0 ? 0 : x, slope = x > 0 ? 1.0f : 0.0f;
    else if constexpr (A == TANH) hyperbolic_tangent(x, value, slope);
    else value = x, slope = 1;
}

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
