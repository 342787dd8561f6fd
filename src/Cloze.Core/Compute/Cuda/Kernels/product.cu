// Products of matrices where no library has them: C [rows, columns] = A B, right but plain. A block has 64 x 64 of C
// and goes through the terms 32 at a time. A is [rows, depth], or [depth, rows] where it is transposed; B
// [depth, columns], or [columns, depth]. bias [columns] is added to every row, addend where C is, C itself where adds;
// each may be null or 0.

#define SIDE 64
#define TERMS 32
#define THREADS 128

#define PRODUCT_PARAMETERS(R)                                                                                      \
    const elem *a, const elem *b, const R *bias, const R *addend, R *c, int rows, int columns, int depth,             \
        int stride_a, int stride_b, int stride_c, int transposes_a, int transposes_b, int adds
#define PRODUCT_ARGUMENTS                                                                                          \
    a, b, bias, addend, c, rows, columns, depth, stride_a, stride_b, stride_c, transposes_a, transposes_b, adds

// A factor as it is read: count rows, or columns, of depth terms, which stand side by side or one above the other.
struct Factor
{
    const elem* values;
    int count, depth, stride;
    bool beside;

    DEVICE_MEMBER bool has(int line, int term) const { return line < count && term < depth; }
    DEVICE_MEMBER elem at(int line, int term) const
    {
        return beside ? values[(i64)line * stride + term] : values[(i64)term * stride + line];
    }
};

#if ELEMENT_BF16

typedef Quad Tile;
#define TILE_COUNT (SIDE * TERMS * 2 / 16)

DEVICE void keep_value(Tile* tile, int line, int term, u16 value)
{
    *(u16*)((u8*)tile + place_of<TERMS>(line, term >> 3) + (term & 7) * 2) = value;
}

#else

typedef float Tile;
#define TILE_COUNT (SIDE * TERMS)

DEVICE void keep_value(Tile* tile, int line, int term, float value) { tile[line * TERMS + term] = value; }

#endif

// 64 lines of a factor from the first on, 32 terms each, to shared memory; zeros where there are none.
DEVICE void read_tile(Tile* tile, const Factor& f, int first, int term)
{
    for (int i = threadIdx.x; i < SIDE * TERMS; i += THREADS)
    {
        int line = f.beside ? i / TERMS : i % SIDE, k = f.beside ? i % TERMS : i / SIDE;
        keep_value(tile, line, k, f.has(first + line, term + k) ? f.at(first + line, term + k) : (elem)0);
    }
}

// sums: a thread's 32 values of the block's 64 x 64, in the accumulators' order or, of float32, half a row's.
DEVICE void add_products(float (&sums)[1][8][4], const Tile* left, const Tile* right)
{
#if ELEMENT_BF16
    int warp = threadIdx.x >> 5;
    multiply_tiles<TERMS, 4, 1>(sums, shared_address(left), warp * 16, shared_address(right), 0);
#else
    const float *row = left + (threadIdx.x >> 1) * TERMS, *columns = right + (threadIdx.x & 1) * 32 * TERMS;
    for (int k = 0; k < TERMS; k++)
    {
#pragma unroll
        for (int i = 0; i < 32; i++)
        {
            float& sum = sums[0][i / 4][i % 4];
            sum = fmaf(row[k], columns[i * TERMS + k], sum);
        }
    }
#endif
}

// The place in the block of a thread's value i of 32.
DEVICE void place_of_value(int i, int& row, int& column)
{
#if ELEMENT_BF16
    int lane = threadIdx.x & 31;
    row = (threadIdx.x >> 5) * 16 + (lane >> 2) + (i >> 1 & 1) * 8, column = i / 4 * 8 + (lane & 3) * 2 + (i & 1);
#else
    row = threadIdx.x >> 1, column = (threadIdx.x & 1) * 32 + i;
#endif
}

template <class R>
DEVICE void multiply(PRODUCT_PARAMETERS(R))
{
    DYNAMIC_SHARED(memory);
    Tile *left = (Tile*)memory, *right = left + TILE_COUNT;
    int across = (columns + SIDE - 1) / SIDE, first = blockIdx.x / across * SIDE, from = blockIdx.x % across * SIDE;
    Factor one = {a, rows, depth, stride_a, !transposes_a}, other = {b, columns, depth, stride_b, transposes_b != 0};
    float sums[1][8][4] = {};
    for (int term = 0; term < depth; term += TERMS)
    {
        read_tile(left, one, first, term);
        read_tile(right, other, from, term);
        block_barrier();
        add_products(sums, left, right);
        block_barrier();
    }

#pragma unroll
    for (int i = 0; i < 32; i++)
    {
        int row, column;
        place_of_value(i, row, column);
        row += first, column += from;
        if (row >= rows || column >= columns) continue;
        i64 place = (i64)row * stride_c + column;
        float sum = sums[0][i / 4][i % 4];
        if (bias) sum += widen(bias[column]);
        if (adds) sum += widen(c[place]);
        if (addend) sum += widen(addend[place]);
        narrow(sum, c[place]);
    }
}

KERNEL(THREADS) product_elements(PRODUCT_PARAMETERS(elem)) { multiply<elem>(PRODUCT_ARGUMENTS); }
KERNEL(THREADS) product_floats(PRODUCT_PARAMETERS(float)) { multiply<float>(PRODUCT_ARGUMENTS); }
