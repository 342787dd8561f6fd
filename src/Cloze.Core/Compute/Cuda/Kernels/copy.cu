// Runs of values: between float32 and activations, filled, added, combined. Four values a thread.

DEVICE i64 first_of_four() { return ((i64)blockIdx.x * 256 + threadIdx.x) * 4; }

template <class From, class To>
DEVICE void convert(const From* source, To* destination, i64 count)
{
    i64 i = first_of_four();
    if (i + 4 <= count)
    {
        float v[4];
        load<4>(source + i, v);
        store<4>(destination + i, v);
        return;
    }

    for (; i < count; i++) narrow(widen(source[i]), destination[i]);
}

KERNEL(256) cast_from_float(const float* source, elem* destination, i64 count) { convert(source, destination, count); }
KERNEL(256) cast_to_float(const elem* source, float* destination, i64 count) { convert(source, destination, count); }
KERNEL(256) copy_elements(const elem* source, elem* destination, i64 count) { convert(source, destination, count); }

KERNEL(256) fill_floats(float value, float* destination, i64 count)
{
    i64 i = first_of_four();
    for (i64 k = i; k < i + 4 && k < count; k++) destination[k] = value;
}

KERNEL(256) fill_elements(float value, elem* destination, i64 count)
{
    i64 i = first_of_four();
    for (i64 k = i; k < i + 4 && k < count; k++) narrow(value, destination[k]);
}

// destination += source.
KERNEL(256) add_elements(const elem* source, elem* destination, i64 count)
{
    i64 i = first_of_four();
    if (i + 4 <= count)
    {
        float a[4], b[4];
        load<4>(source + i, a);
        load<4>(destination + i, b);
#pragma unroll
        for (int k = 0; k < 4; k++) b[k] += a[k];
        store<4>(destination + i, b);
        return;
    }

    for (; i < count; i++) narrow(widen(source[i]) + widen(destination[i]), destination[i]);
}

// destination = a x + b y; the destination may be x or y.
KERNEL(256) combine_elements(float a, const elem* x, float b, const elem* y, elem* destination, i64 count)
{
    i64 i = first_of_four();
    if (i + 4 <= count)
    {
        float v[4], w[4];
        load<4>(x + i, v);
        load<4>(y + i, w);
#pragma unroll
        for (int k = 0; k < 4; k++) w[k] = fmaf(a, v[k], b * w[k]);
        store<4>(destination + i, w);
        return;
    }

    for (; i < count; i++) narrow(fmaf(a, widen(x[i]), b * widen(y[i])), destination[i]);
}
