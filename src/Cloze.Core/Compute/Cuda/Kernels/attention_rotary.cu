// Rotary positions (Su et al. 2021): value i of a head is turned with value i + D / 2 by the angle of its position,
// which begins with 0 in every sequence. A block has some rows of a tile; a thread turns N values of a head's first
// half with those of its second.

// Rows of a block.
#define ROWS 16

#define ROTARY_PARAMETERS                                                                                          \
    elem *values, const int *starts, const int *tiles, int heads, int size, const float *angles, float direction
#define ROTARY_ARGUMENTS values, starts, tiles, heads, size, angles, direction

// (x, y) of a head's row, turned in place.
template <int N>
DEVICE void turn_pair(elem* first, elem* second, const float* cosines, const float* sines, float direction)
{
    float x[N], y[N], cosine[N], sine[N];
    load<N>(first, x);
    load<N>(second, y);
    load<N>(cosines, cosine);
    load<N>(sines, sine);
#pragma unroll
    for (int i = 0; i < N; i++)
    {
        float s = sine[i] * direction, turned = fmaf(-y[i], s, x[i] * cosine[i]);
        y[i] = fmaf(x[i], s, y[i] * cosine[i]);
        x[i] = turned;
    }

    store<N>(first, x);
    store<N>(second, y);
}

// values [T, 3H], in place: the keys of a row stand behind its queries, as the heads behind each other. angles
// [P, size]: size / 2 cosines, then as many sines a position. direction 1 turns, -1 turns back, which is also what
// turns a gradient.
template <int N>
DEVICE void turn(ROTARY_PARAMETERS)
{
    const int kCuts = TILE_ROWS / ROWS;
    int tile = blockIdx.x / kCuts, sequence = tiles[2 * tile], start = starts[sequence], half = size / 2;
    int begin = tiles[2 * tile + 1] + blockIdx.x % kCuts * ROWS;
    int rows = min(ROWS, starts[sequence + 1] - start - begin), pieces = 2 * heads * (half / N);
    for (int item = threadIdx.x; item < rows * pieces; item += 256)
    {
        int row = begin + item / pieces, piece = item % pieces, i = piece % (half / N) * N;
        elem* place = values + (i64)(start + row) * 3 * heads * size + piece / (half / N) * size + i;
        const float* cosines = angles + (i64)row * size + i;
        turn_pair<N>(place, place + half, cosines, cosines + half, direction);
    }
}

KERNEL(256) attention_rotary_turn(ROTARY_PARAMETERS) { turn<WIDE>(ROTARY_ARGUMENTS); }
KERNEL(256) attention_rotary_turn_narrow(ROTARY_PARAMETERS) { turn<1>(ROTARY_ARGUMENTS); }
