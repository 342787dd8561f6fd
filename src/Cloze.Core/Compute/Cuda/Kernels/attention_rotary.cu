// Rotary positions (Su et al. 2021): value i of a head is turned with value i + D / 2 by the angle of its position,
// which begins with 0 in every sequence. A warp has the query and the key of a row.

// values [T, 3H], in place; angles [P, size]: size / 2 cosines, then as many sines a position. direction 1 turns, -1
// turns back, which is also what turns a gradient.
KERNEL(256) attention_rotary_turn(
    elem* values, const int* starts, const int* tiles, int heads, int size, const float* angles, float direction)
{
    Part part = part_of(starts, tiles, heads, size, TILE_ROWS);
    int lane = threadIdx.x & 31, half = size / 2, end = min(part.first + TILE_ROWS, part.length);
    for (int row = part.first + (threadIdx.x >> 5); row < end; row += WARPS)
    {
        const float *cosines = angles + (i64)row * size, *sines = cosines + half;
        elem* query = values + part.query(row);
        for (int i = lane; i < half; i += 32)
        {
            float cosine = cosines[i], sine = sines[i] * direction;
#pragma unroll
            for (int which = 0; which < 2; which++)
            {
                elem *first = query + (i64)which * part.hidden() + i, *second = first + half;
                float x = widen(*first), y = widen(*second);
                narrow(fmaf(-y, sine, x * cosine), *first);
                narrow(fmaf(x, sine, y * cosine), *second);
            }
        }
    }
}
