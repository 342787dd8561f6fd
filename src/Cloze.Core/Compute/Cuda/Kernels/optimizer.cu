// What optimizers beside AdamW are made of: the way Adam would go, sums of runs of values, and moves whose length
// depends on norms that stay on the device. Parameters, gradients and moments are float32; N values a thread.

#define FIRST_OF(n) (((i64)blockIdx.x * 256 + threadIdx.x) * (n))

// g = gradient_scale * gradient; m = beta1 m + new_beta1 g; v = beta2 v + new_beta2 g^2;
// gradient = rate m / (sqrt(second_scale v) + epsilon) + decay p.
#define DIRECTION_PARAMETERS                                                                                       \
    const float *parameters, float *gradients, float *first, float *second, float gradient_scale, float beta1,        \
        float new_beta1, float beta2, float new_beta2, float rate, float second_scale, float epsilon, float decay,    \
        i64 count
#define DIRECTION_ARGUMENTS                                                                                        \
    parameters, gradients, first, second, gradient_scale, beta1, new_beta1, beta2, new_beta2, rate, second_scale,     \
        epsilon, decay

template <int N>
DEVICE void direct(DIRECTION_PARAMETERS)
{
    float p[N], g[N], m[N], v[N];
    load<N>(parameters + count, p);
    load<N>(gradients + count, g);
    load<N>(first + count, m);
    load<N>(second + count, v);
#pragma unroll
    for (int k = 0; k < N; k++)
    {
        float scaled = g[k] * gradient_scale;
        m[k] = fmaf(m[k], beta1, scaled * new_beta1);
        v[k] = fmaf(v[k], beta2, scaled * scaled * new_beta2);
        g[k] = fmaf(p[k], decay, m[k] * rate / (sqrtf(v[k] * second_scale) + epsilon));
    }

    store<N>(first + count, m);
    store<N>(second + count, v);
    store<N>(gradients + count, g);
}

KERNEL(256) adam_direction(DIRECTION_PARAMETERS)
{
    i64 i = FIRST_OF(4);
    if (i + 4 <= count) direct<4>(DIRECTION_ARGUMENTS, i);
    else for (; i < count; i++) direct<1>(DIRECTION_ARGUMENTS, i);
}

KERNEL(256) adam_direction_narrow(DIRECTION_PARAMETERS)
{
    i64 i = FIRST_OF(1);
    if (i < count) direct<1>(DIRECTION_ARGUMENTS, i);
}

// destination = a x + b y; the destination may be x or y. shadow, or null, receives it as activations.
template <int N, class Y>
DEVICE void combine(float a, const float* x, float b, const Y* y, float* destination, elem* shadow, i64 i)
{
    float v[N], w[N];
    load<N>(x + i, v);
    load<N>(y + i, w);
#pragma unroll
    for (int k = 0; k < N; k++) w[k] = fmaf(a, v[k], b * w[k]);
    store<N>(destination + i, w);
    if (shadow) store<N>(shadow + i, w);
}

template <int N, class Y>
DEVICE void combine_run(float a, const float* x, float b, const Y* y, float* destination, elem* shadow, i64 count)
{
    i64 i = FIRST_OF(N);
    if (i + N <= count) combine<N>(a, x, b, y, destination, shadow, i);
    else for (; i < count; i++) combine<1>(a, x, b, y, destination, shadow, i);
}

#define COMBINE_PARAMETERS(Y)                                                                                      \
    float a, const float *x, float b, const float *device_factor, const Y *y, float *destination, elem *shadow,      \
        i64 count
#define COMBINE_ARGUMENTS a, x, device_factor ? b * *device_factor : b, y, destination, shadow, count

// device_factor, or null, is one more factor of y.
KERNEL(256) combine_floats(COMBINE_PARAMETERS(float)) { combine_run<4>(COMBINE_ARGUMENTS); }
KERNEL(256) combine_floats_narrow(COMBINE_PARAMETERS(float)) { combine_run<1>(COMBINE_ARGUMENTS); }
KERNEL(256) combine_mixed(COMBINE_PARAMETERS(elem)) { combine_run<4>(COMBINE_ARGUMENTS); }
KERNEL(256) combine_mixed_narrow(COMBINE_PARAMETERS(elem)) { combine_run<1>(COMBINE_ARGUMENTS); }

// destination = device_factor * source, as activations.
KERNEL(256) scale_to_elements(const float* source, const float* device_factor, elem* destination, i64 count)
{
    i64 i = FIRST_OF(1);
    if (i < count) narrow(source[i] * *device_factor, destination[i]);
}

// factor [1] = the ratio of two lengths, of their squares: 1 where one is 0 (You et al. 2020).
KERNEL(32) ratio_of_lengths(const double* values, const double* direction, float* factor)
{
    if (threadIdx.x > 0) return;
    double length = sqrt(*values), other = sqrt(*direction);
    *factor = length > 0 && other > 0 ? (float)(length / other) : 1.0f;
}

// factor [1] = 1 / (length + least), of its square.
KERNEL(32) inverse_length(const double* squares, float least, float* factor)
{
    if (threadIdx.x == 0) *factor = (float)(1 / (sqrt(*squares) + least));
}
