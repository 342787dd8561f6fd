// What every text has before it. ELEMENT_BF16 says what an activation is: bfloat16 (1) or float32 (0). Statistics,
// parameters, their gradients and every sum are float32 or wider. No sum depends on the order in which threads run.

#if ELEMENT_BF16
typedef u16 elem;
#else
typedef float elem;
#endif

// Activations in 16 bytes.
#define WIDE ((int)(16 / sizeof(elem)))

struct __align__(16) Quad
{
    u32 x, y, z, w;
};

struct __align__(8) Pair
{
    u32 x, y;
};

DEVICE float widen(float x) { return x; }
DEVICE float widen(u16 x) { return float_of((u32)x << 16); }
DEVICE void narrow(float x, float& place) { place = x; }
DEVICE void narrow(float x, u16& place) { place = round_bf16(x); }

// x as it would be read back from memory.
DEVICE float rounded(float x)
{
    elem stored;
    narrow(x, stored);
    return widen(stored);
}

DEVICE u32 bits_of(float x)
{
    union { float value; u32 bits; } both;
    both.value = x;
    return both.bits;
}

// Loads and stores of N values side by side; 16 bytes at a time where N allows, and then the place is aligned to them.
template <int N>
DEVICE void load(const float* place, float (&v)[N])
{
    if constexpr (N % 4 == 0)
    {
#pragma unroll
        for (int i = 0; i < N; i += 4)
        {
            Quad q = *(const Quad*)(place + i);
            v[i] = float_of(q.x), v[i + 1] = float_of(q.y), v[i + 2] = float_of(q.z), v[i + 3] = float_of(q.w);
        }
    }
    else
    {
#pragma unroll
        for (int i = 0; i < N; i++) v[i] = place[i];
    }
}

DEVICE void split(u32 word, float& low, float& high)
{
    low = float_of(word << 16);
    high = float_of(word & 0xFFFF0000u);
}

template <int N>
DEVICE void load(const u16* place, float (&v)[N])
{
    if constexpr (N == 8)
    {
        Quad q = *(const Quad*)place;
        split(q.x, v[0], v[1]), split(q.y, v[2], v[3]), split(q.z, v[4], v[5]), split(q.w, v[6], v[7]);
    }
    else if constexpr (N == 4)
    {
        Pair p = *(const Pair*)place;
        split(p.x, v[0], v[1]), split(p.y, v[2], v[3]);
    }
    else
    {
#pragma unroll
        for (int i = 0; i < N; i++) v[i] = widen(place[i]);
    }
}

// The activations in 16 bytes.
DEVICE void unpack(const Quad& q, float (&v)[4])
{
    v[0] = float_of(q.x), v[1] = float_of(q.y), v[2] = float_of(q.z), v[3] = float_of(q.w);
}

DEVICE void unpack(const Quad& q, float (&v)[8])
{
    split(q.x, v[0], v[1]), split(q.y, v[2], v[3]), split(q.z, v[4], v[5]), split(q.w, v[6], v[7]);
}

template <int N>
DEVICE void store(float* place, const float (&v)[N])
{
    if constexpr (N % 4 == 0)
    {
#pragma unroll
        for (int i = 0; i < N; i += 4)
        {
            *(Quad*)(place + i) = Quad{bits_of(v[i]), bits_of(v[i + 1]), bits_of(v[i + 2]), bits_of(v[i + 3])};
        }
    }
    else
    {
#pragma unroll
        for (int i = 0; i < N; i++) place[i] = v[i];
    }
}

template <int N>
DEVICE void store(u16* place, const float (&v)[N])
{
    if constexpr (N == 8)
    {
        *(Quad*)place = Quad{
            pack_bf16(v[0], v[1]), pack_bf16(v[2], v[3]), pack_bf16(v[4], v[5]), pack_bf16(v[6], v[7])};
    }
    else if constexpr (N == 4)
    {
        *(Pair*)place = Pair{pack_bf16(v[0], v[1]), pack_bf16(v[2], v[3])};
    }
    else
    {
#pragma unroll
        for (int i = 0; i < N; i++) place[i] = round_bf16(v[i]);
    }
}

// Sums and largest values of a warp, the same bits in every lane.
template <class T>
DEVICE T warp_sum(T x)
{
#pragma unroll
    for (int mask = 16; mask > 0; mask >>= 1) x += shuffle_xor(x, mask);
    return x;
}

DEVICE float warp_max(float x)
{
#pragma unroll
    for (int mask = 16; mask > 0; mask >>= 1) x = fmaxf(x, shuffle_xor(x, mask));
    return x;
}

// The sum over a block of WARPS warps, in every thread; scratch [WARPS] is shared memory that nobody uses meanwhile.
template <int WARPS, class T>
DEVICE T block_sum(T x, T* scratch)
{
    x = warp_sum(x);
    block_barrier();
    if ((threadIdx.x & 31) == 0) scratch[threadIdx.x >> 5] = x;
    block_barrier();
    T total = scratch[0];
#pragma unroll
    for (int warp = 1; warp < WARPS; warp++) total += scratch[warp];
    return total;
}

// Dropout at one site of a step. The draw of row r and column c is the 16-bit half c % 2 of word c / 2 % 4 of Philox's
// block c / 8 with counters (block, step, r, site); draws below the threshold are dropped, what is kept is scaled.
#define DROPOUT u64 seed, u32 step, u32 site, u32 threshold, float kept
#define THE_DROPOUT Dropout{(u32)seed, (u32)(seed >> 32), step, site, threshold, kept}

struct Dropout
{
    u32 key0, key1, step, site, threshold;
    float kept;
};

// Philox4x32-10 (Salmon et al. 2011): four random words.
DEVICE Quad philox(const Dropout& d, u32 block, u32 row)
{
    u32 x = block, y = d.step, z = row, w = d.site, key0 = d.key0, key1 = d.key1;
#pragma unroll
    for (int round = 0; round < 10; round++)
    {
        u64 product0 = (u64)0xD2511F53u * x, product1 = (u64)0xCD9E8D57u * z;
        x = (u32)(product1 >> 32) ^ y ^ key0;
        y = (u32)product1;
        z = (u32)(product0 >> 32) ^ w ^ key1;
        w = (u32)product0;
        key0 += 0x9E3779B9u;
        key1 += 0xBB67AE85u;
    }

    return Quad{x, y, z, w};
}

DEVICE void drop_pair(const Dropout& d, u32 word, float& even, float& odd)
{
    even *= (word & 0xFFFFu) < d.threshold ? 0.0f : d.kept;
    odd *= (word >> 16) < d.threshold ? 0.0f : d.kept;
}

// v = dropout(v), the N values of a row from a column on that is a multiple of N.
template <int N>
DEVICE void drop(const Dropout& d, u32 row, int column, float (&v)[N])
{
    if (d.threshold == 0) return;
    Quad q = philox(d, (u32)column >> 3, row);
    if constexpr (N == 8)
    {
        drop_pair(d, q.x, v[0], v[1]), drop_pair(d, q.y, v[2], v[3]);
        drop_pair(d, q.z, v[4], v[5]), drop_pair(d, q.w, v[6], v[7]);
    }
    else if constexpr (N == 4)
    {
        bool upper = (column & 4) != 0;
        drop_pair(d, upper ? q.z : q.x, v[0], v[1]);
        drop_pair(d, upper ? q.w : q.y, v[2], v[3]);
    }
    else
    {
        static_assert(N == 1, "8, 4 or 1 values");
        u32 left = (column & 2) != 0 ? q.y : q.x, right = (column & 2) != 0 ? q.w : q.z;
        u32 word = (column & 4) != 0 ? right : left;
        u32 draw = (column & 1) != 0 ? word >> 16 : word & 0xFFFFu;
        v[0] *= draw < d.threshold ? 0.0f : d.kept;
    }
}

// Kernels that sum columns have blocks of 8 warps; lane l of each has N columns from first + N l on. The warps' sums
// are added in order and written to partial [columns].
#define WARPS 8

template <int N>
DEVICE void store_column_sums(const float (&sums)[N], float* scratch, int first, int columns, float* partial)
{
    int lane = threadIdx.x & 31, warp = threadIdx.x >> 5;
    block_barrier();
#pragma unroll
    for (int i = 0; i < N; i++) scratch[(warp * N + i) * 32 + lane] = sums[i];
    block_barrier();
    int i = warp, column = first + lane * N + i;
    if (i >= N || column >= columns) return;
    float total = 0;
#pragma unroll
    for (int w = 0; w < WARPS; w++) total += scratch[(w * N + i) * 32 + lane];
    partial[column] = total;
}
