// AdamW (Loshchilov and Hutter 2019) over a run of parameters, and the squared norm of their gradients.

// Number of the edges at or below a place: the edges are ascending, and decay stops and starts at them in turn.
DEVICE int edges_passed(const int* edges, int count, i64 place)
{
    int low = 0, high = count;
    while (low < high)
    {
        int middle = (low + high) >> 1;
        if (edges[middle] <= place) low = middle + 1;
        else high = middle;
    }

    return low;
}

// g = gradient_scale * gradient; m = beta1 m + new_beta1 g; v = beta2 v + new_beta2 g^2;
// p -= rate m / (sqrt(second_scale v) + epsilon) + decay p. The gradients become zero; shadow, or null, receives p as
// activations. device_scale, or null, is one more factor of every gradient. Four values a thread.
struct Factors
{
    float gradient_scale, beta1, new_beta1, beta2, new_beta2, rate, second_scale, epsilon;
};

DEVICE void adam_value(const Factors& f, float decay, float gradient, float& p, float& m, float& v)
{
    float g = gradient * f.gradient_scale;
    m = fmaf(m, f.beta1, g * f.new_beta1);
    v = fmaf(v, f.beta2, g * g * f.new_beta2);
    p += fmaf(p, -decay, m * -f.rate / (sqrtf(v * f.second_scale) + f.epsilon));
}

template <int N>
DEVICE void adam_values(
    const Factors& f, float decay, const int* edges, int edge_count, i64 i, float* parameters, float* gradients,
    float* first, float* second, elem* shadow)
{
    float g[N], p[N], m[N], v[N];
    const float zeros[N] = {};
    load<N>(gradients + i, g);
    load<N>(parameters + i, p);
    load<N>(first + i, m);
    load<N>(second + i, v);
    int passed = edges_passed(edges, edge_count, i);
#pragma unroll
    for (int k = 0; k < N; k++)
    {
        while (passed < edge_count && edges[passed] <= i + k) passed++;
        adam_value(f, (passed & 1) == 0 ? decay : 0, g[k], p[k], m[k], v[k]);
    }

    store<N>(gradients + i, zeros);
    store<N>(parameters + i, p);
    store<N>(first + i, m);
    store<N>(second + i, v);
    if (shadow) store<N>(shadow + i, p);
}

KERNEL(256) adam(
    float* parameters, float* gradients, float* first, float* second, elem* shadow, const int* edges, int edge_count,
    const float* device_scale, float gradient_scale, float beta1, float new_beta1, float beta2, float new_beta2,
    float rate, float second_scale, float epsilon, float decay, i64 count)
{
    i64 i = ((i64)blockIdx.x * 256 + threadIdx.x) * 4;
    if (i >= count) return;
    if (device_scale) gradient_scale *= *device_scale;
    Factors f = {gradient_scale, beta1, new_beta1, beta2, new_beta2, rate, second_scale, epsilon};
    if (i + 4 <= count)
    {
        adam_values<4>(f, decay, edges, edge_count, i, parameters, gradients, first, second, shadow);
        return;
    }

    for (; i < count; i++)
    {
        adam_values<1>(f, decay, edges, edge_count, i, parameters, gradients, first, second, shadow);
    }
}

// partial [blocks]: sums of squares in double precision; a thread adds every 1,024th group of four of its block's part.
KERNEL(256) square_sums(const float* values, i64 count, i64 block_values, double* partial)
{
    SHARED(double, scratch, WARPS);
    i64 begin = blockIdx.x * block_values, end = begin + block_values < count ? begin + block_values : count;
    double total = 0;
    for (i64 i = begin + threadIdx.x * 4; i < end; i += 1024)
    {
        float v[4] = {};
        if (i + 4 <= end) load<4>(values + i, v);
        else for (int k = 0; i + k < end; k++) v[k] = values[i + k];
#pragma unroll
        for (int k = 0; k < 4; k++) total += (double)v[k] * v[k];
    }

    total = block_sum<WARPS>(total, scratch);
    if (threadIdx.x == 0) partial[blockIdx.x] = total;
}

// total [1] = the sum of partial [count], by one block.
KERNEL(256) square_total(const double* partial, int count, double* total)
{
    SHARED(double, scratch, WARPS);
    double sum = 0;
    for (int i = threadIdx.x; i < count; i += 256) sum += partial[i];
    sum = block_sum<WARPS>(sum, scratch);
    if (threadIdx.x == 0) *total = sum;
}

// scale [1] = what gradients with this squared norm are multiplied by so that their norm is at most limit: 1 where it
// is, not a number where the norm is none (Pascanu et al. 2013).
KERNEL(32) clip_scale(const double* squared_norm, float limit, float* scale)
{
    if (threadIdx.x > 0) return;
    double norm = sqrt(*squared_norm);
    *scale = norm <= limit ? 1.0f : (float)(limit / norm);
}
