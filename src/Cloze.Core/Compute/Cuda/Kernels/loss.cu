// Softmax cross entropy of a block of logits against the labels, and its gradient. A block of threads has a row.

#define LOG2_E 1.44269504f
#define LOSS_WARPS 16

// losses [rows] = -ln P(label). ranks [rows], or null: how many words have a larger logit than the label (ties: the
// lower id first). gradient [rows, stride], or null, which may be the logits: scale * (P - 1 at the label); 0 in the
// columns from vocabulary to stride. logits [rows, stride] without the bias [vocabulary]; labels [rows].
#define LOSS_PARAMETERS(T)                                                                                         \
    const T *logits, const float *bias, const int *labels, float scale, float *losses, int *ranks, elem *gradient,    \
        int vocabulary, int stride
#define LOSS_ARGUMENTS logits, bias, labels, scale, losses, ranks, gradient, vocabulary, stride

// N logits from a column on, the bias added; far below every logit where there is no word.
template <int N, class T>
DEVICE void load_logits(const T* row, const float* bias, int column, int vocabulary, float (&x)[N])
{
    load<N>(row + column, x);
    if (column + N <= vocabulary)
    {
        float b[N];
        load<N>(bias + column, b);
#pragma unroll
        for (int i = 0; i < N; i++) x[i] += b[i];
        return;
    }

#pragma unroll
    for (int i = 0; i < N; i++) x[i] = column + i < vocabulary ? x[i] + bias[column + i] : -1e30f;
}

// A thread's largest logit and the sum of the powers relative to it.
struct Powers
{
    float largest, sum;
    int above;
};

template <int N>
DEVICE void add(Powers& p, const float (&x)[N], int column, float target, int label, bool ranked)
{
    float largest = p.largest;
#pragma unroll
    for (int i = 0; i < N; i++) largest = fmaxf(largest, x[i]);
    p.sum *= power_of_two((p.largest - largest) * LOG2_E);
    p.largest = largest;
#pragma unroll
    for (int i = 0; i < N; i++) p.sum += power_of_two((x[i] - largest) * LOG2_E);
    if (!ranked) return;
#pragma unroll
    for (int i = 0; i < N; i++) p.above += x[i] > target || (x[i] == target && column + i < label) ? 1 : 0;
}

// The largest of the block and the sum relative to it, in every thread.
DEVICE void combine(Powers& p, float* scratch)
{
    int warp = threadIdx.x >> 5;
    float largest = warp_max(p.largest);
    if ((threadIdx.x & 31) == 0) scratch[warp] = largest;
    block_barrier();
    largest = scratch[0];
#pragma unroll
    for (int w = 1; w < LOSS_WARPS; w++) largest = fmaxf(largest, scratch[w]);
    p.sum = block_sum<LOSS_WARPS>(p.sum * power_of_two((p.largest - largest) * LOG2_E), scratch);
    p.largest = largest;
}

template <int N, class T>
DEVICE void cross_entropy_row(LOSS_PARAMETERS(T))
{
    SHARED(float, scratch, LOSS_WARPS);
    SHARED(int, counts, LOSS_WARPS);
    i64 row = blockIdx.x;
    const T* mine = logits + row * stride;
    int label = labels[row];
    float target = widen(mine[label]) + bias[label];
    Powers p = {-1e30f, 0, 0};
    for (int column = threadIdx.x * N; column < vocabulary; column += LOSS_WARPS * 32 * N)
    {
        float x[N];
        load_logits<N>(mine, bias, column, vocabulary, x);
        add<N>(p, x, column, target, label, ranks != 0);
    }

    combine(p, scratch);
    int above = ranks ? block_sum<LOSS_WARPS>(p.above, counts) : 0;
    if (threadIdx.x == 0)
    {
        losses[row] = (p.largest - target) + logf(p.sum);
        if (ranks) ranks[row] = above;
    }

    if (!gradient) return;
    float factor = scale / p.sum;
    for (int column = threadIdx.x * N; column < stride; column += LOSS_WARPS * 32 * N)
    {
        float x[N];
        load_logits<N>(mine, bias, column, vocabulary, x);
#pragma unroll
        for (int i = 0; i < N; i++)
        {
            float share = power_of_two((x[i] - p.largest) * LOG2_E) * factor;
            x[i] = column + i == label ? share - scale : share;
        }

        store<N>(gradient + row * stride + column, x);
    }
}

KERNEL(512) cross_entropy(LOSS_PARAMETERS(elem)) { cross_entropy_row<WIDE, elem>(LOSS_ARGUMENTS); }
KERNEL(512) cross_entropy_narrow(LOSS_PARAMETERS(elem)) { cross_entropy_row<1, elem>(LOSS_ARGUMENTS); }
KERNEL(512) cross_entropy_float(LOSS_PARAMETERS(float)) { cross_entropy_row<4, float>(LOSS_ARGUMENTS); }
KERNEL(512) cross_entropy_float_narrow(LOSS_PARAMETERS(float)) { cross_entropy_row<1, float>(LOSS_ARGUMENTS); }
