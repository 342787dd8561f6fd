// Windows of attention: a query sees the keys that are at most so many places away, on both sides. Where a window
// reaches everything it is the longest length, and kernels without WINDOWED compare nothing.

// The places, from a multiple of step on, that a part's rows see, or that see them.
struct Band
{
    int begin, end;
};

DEVICE Band band_of(const Part& part, int rows, int window, int step)
{
    return Band{max(part.first - window, 0) / step * step, min(part.first + rows + window, part.length)};
}

// Whether any of count places from a place on sees any of others places from another on.
DEVICE bool meets(int place, int count, int other, int others, int window)
{
    return other - (place + count - 1) <= window && place - (other + others - 1) <= window;
}

// Whether each of them sees each.
DEVICE bool sees_all(int place, int count, int other, int others, int window)
{
    return other + others - 1 - place <= window && place + count - 1 - other <= window;
}

// A value in the place of an accumulator's whose row and column do not see each other. distance: from the row of the
// lane's first value to its column.
DEVICE void hide_far(float (&c)[4], int distance, int window, float value)
{
#pragma unroll
    for (int i = 0; i < 4; i++)
    {
        // From -window to window, compared once.
        if ((u32)(distance + window + (i & 1) - (i >> 1) * 8) > 2 * (u32)window) c[i] = value;
    }
}
