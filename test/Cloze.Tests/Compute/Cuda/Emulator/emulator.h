// Runs the kernels' texts on the host, in place of ptx.cu: a thread of a block is a context of its own, and goes on
// until it waits for the block or its warp. What a warp does together is done by its last lane to arrive, with the
// device's layouts. A block that waits for threads that never come, or a warp whose lanes want different things, is an
// error, and so is a launch whose arguments are not of the kernel's sizes.

#include <math.h>
#include <string.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <ucontext.h>

#define __device__
#define __global__
#define __shared__ static
#define __align__(n) alignas(n)
#define DEVICE static inline
#define DEVICE_MEMBER inline
#define KERNEL(threads) extern "C" void
#define KERNEL_OF(threads, blocks) extern "C" void
#define SHARED(type, name, count) static type name[count]
#define DYNAMIC_SHARED(name) u8* name = emulator::shared

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef long long i64;

namespace emulator
{

struct Index { unsigned x, y, z; };

struct Copy { u8* to; const u8* from; int bytes; };

static const int kThreads = 1024, kStack = 128 << 10, kShared = 256 << 10, kCopies = 256;

// What a lane hands to what its warp does together, and what it gets.
struct Hand { int what; int number; double wide; float values[4]; u32 a[4]; u32 b[2]; };

struct Warp
{
    int arrived;
    unsigned generation;
    Hand in[2][32], out[2][32];
};

struct Thread
{
    ucontext_t context;
    Index index;
    bool done;
    const unsigned* waits;
    unsigned seen;
    Copy copies[kCopies];
    int ends[kCopies];
    int begun, closed;
};

static Thread threads[kThreads];
static Warp warps[kThreads / 32];
static ucontext_t scheduler;
static Thread* current;
static u8* shared;
static u8* stacks;
static int count, arrived, late_copies, backwards;
static unsigned generation;
static const char* error;
static Index block, block_size, grid;
static void (*body)();

static void wait_for(const unsigned* counter)
{
    current->waits = counter;
    current->seen = *counter;
    swapcontext(&current->context, &scheduler);
}

static void fail(const char* message)
{
    if (!error) error = message;
    setcontext(&scheduler);
}

static void enter()
{
    body();
    current->done = true;
    setcontext(&scheduler);
}

// Runs one block; false where it went wrong.
static bool run_block()
{
    memset(shared, 0xFF, kShared);
    arrived = 0;
    memset(warps, 0, sizeof warps);
    for (int t = 0; t < count; t++)
    {
        Thread& thread = threads[t];
        thread.index = Index{(unsigned)t, 0, 0};
        thread.done = false;
        thread.waits = 0;
        thread.begun = thread.closed = 0;
        getcontext(&thread.context);
        thread.context.uc_stack.ss_sp = stacks + (size_t)t * kStack;
        thread.context.uc_stack.ss_size = kStack;
        thread.context.uc_link = 0;
        makecontext(&thread.context, enter, 0);
    }

    for (bool moved = true; moved;)
    {
        moved = false;
        for (int i = 0; i < count; i++)
        {
            Thread& thread = threads[backwards ? count - 1 - i : i];
            if (thread.done || (thread.waits && *thread.waits == thread.seen)) continue;
            moved = true;
            thread.waits = 0;
            current = &thread;
            swapcontext(&scheduler, &thread.context);
            if (error) return false;
        }
    }

    for (int t = 0; t < count; t++)
    {
        if (!threads[t].done) error = "a thread waits for others that never come";
    }

    return !error;
}

static void meet(Hand& hand, void (*together)(Hand*, Hand*))
{
    int number = (int)current->index.x, lane = number & 31;
    Warp& warp = warps[number >> 5];
    int slot = warp.generation & 1;
    warp.in[slot][lane] = hand;
    if (++warp.arrived == 32)
    {
        for (int l = 1; l < 32; l++)
        {
            if (warp.in[slot][l].what != warp.in[slot][0].what) fail("the lanes of a warp want different things");
        }

        together(warp.in[slot], warp.out[slot]);
        warp.arrived = 0;
        warp.generation++;
    }
    else wait_for(&warp.generation);
    hand = warp.out[slot][lane];
}

static float bf16(u32 half) { u32 bits = half << 16; float f; memcpy(&f, &bits, 4); return f; }

static void exchange(Hand* in, Hand* out)
{
    for (int l = 0; l < 32; l++) out[l] = in[in[l].number & 31];
}

static void nothing(Hand*, Hand*) {}

static void matrices(Hand* in, Hand* out, bool transposed)
{
    for (int m = 0; m < 4; m++)
    {
        for (int l = 0; l < 32; l++)
        {
            u16 pair[2];
            for (int e = 0; e < 2; e++)
            {
                int row = l / 4, column = l % 4 * 2 + e;
                int r = transposed ? column : row, c = transposed ? row : column;
                u32 address = in[8 * m + r].a[0];
                if (address % 16 != 0 || address + 16 > (u32)kShared) fail("a matrix row out of place");
                memcpy(&pair[e], shared + address + 2 * c, 2);
            }

            out[l].a[m] = pair[0] | (u32)pair[1] << 16;
        }
    }
}

static void plain_matrices(Hand* in, Hand* out) { matrices(in, out, false); }
static void turned_matrices(Hand* in, Hand* out) { matrices(in, out, true); }

static void product(Hand* in, Hand* out)
{
    float a[16][16], b[16][8], c[16][8];
    for (int l = 0; l < 32; l++)
    {
        int g = l / 4, t = l % 4;
        for (int r = 0; r < 4; r++)
        {
            int row = g + 8 * (r & 1), column = 2 * t + 8 * (r >> 1);
            a[row][column] = bf16(in[l].a[r] & 0xFFFF);
            a[row][column + 1] = bf16(in[l].a[r] >> 16);
            c[g + 8 * (r >> 1)][2 * t + (r & 1)] = in[l].values[r];
        }

        for (int r = 0; r < 2; r++)
        {
            b[2 * t + 8 * r][g] = bf16(in[l].b[r] & 0xFFFF);
            b[2 * t + 8 * r + 1][g] = bf16(in[l].b[r] >> 16);
        }
    }

    for (int i = 0; i < 16; i++)
    {
        for (int j = 0; j < 8; j++)
        {
            for (int k = 0; k < 16; k++) c[i][j] += a[i][k] * b[k][j];
        }
    }

    for (int l = 0; l < 32; l++)
    {
        int g = l / 4, t = l % 4;
        for (int r = 0; r < 4; r++) out[l].values[r] = c[g + 8 * (r >> 1)][2 * t + (r & 1)];
    }
}

static void carry_out(int closed)
{
    int end = closed > 0 ? current->ends[closed - 1] : 0;
    for (int i = 0; i < end; i++)
    {
        Copy& copy = current->copies[i];
        if (copy.bytes) memcpy(copy.to, copy.from, copy.bytes);
        else memset(copy.to, 0, 16);
    }

    memmove(current->copies, current->copies + end, (current->begun - end) * sizeof(Copy));
    current->begun -= end;
    for (int g = closed; g < current->closed; g++) current->ends[g - closed] = current->ends[g] - end;
    current->closed -= closed;
}

template <class... T> struct List {};

template <class T> static T value_of(u64 bits) { T value; memcpy(&value, &bits, sizeof value); return value; }

template <class F, class... Done>
static void apply(List<>, F f, const u64*, Done... done) { f(done...); }

template <class F, class A, class... Rest, class... Done>
static void apply(List<A, Rest...>, F f, const u64* bits, Done... done)
{
    apply(List<Rest...>(), f, bits + 1, done..., value_of<A>(*bits));
}

template <class... A>
static bool sizes_fit(void (*)(A...), int given, const int* sizes)
{
    const int wanted[] = {(int)sizeof(A)...};
    if (given != (int)sizeof...(A)) return false;
    for (int i = 0; i < given; i++) if (sizes[i] != wanted[i]) return false;
    return true;
}

static const u64* arguments;

template <class... A>
static void call(void (*f)(A...)) { apply(List<A...>(), f, arguments); }

// Runs a kernel; null, or what went wrong.
template <class F>
static const char* launch(F f, void (*start)(), const int* shape, int given, const int* sizes, const u64* bits)
{
    if (!sizes_fit(f, given, sizes)) return "the arguments are not the kernel's";
    if (!shared)
    {
        shared = (u8*)aligned_alloc(4096, kShared);
        stacks = (u8*)mmap(0, (size_t)kThreads * kStack, PROT_READ | PROT_WRITE,
            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    }

    grid = Index{(unsigned)shape[0], (unsigned)shape[1], (unsigned)shape[2]};
    count = shape[3];
    block_size = Index{(unsigned)count, 1, 1};
    late_copies = shape[5];
    backwards = shape[6];
    if (count % 32 != 0 || count > kThreads || shape[4] > kShared) return "the block has no such shape";
    arguments = bits;
    body = start;
    error = 0;
    for (unsigned z = 0; z < grid.z; z++)
    for (unsigned y = 0; y < grid.y; y++)
    for (unsigned x = 0; x < grid.x; x++)
    {
        block = Index{x, y, z};
        if (!run_block()) return error;
    }

    return 0;
}

}

#define threadIdx (emulator::current->index)
#define blockIdx (emulator::block)
#define blockDim (emulator::block_size)
#define gridDim (emulator::grid)

static inline int min(int a, int b) { return a < b ? a : b; }
static inline int max(int a, int b) { return a > b ? a : b; }

DEVICE void block_barrier()
{
    if (++emulator::arrived == emulator::count) emulator::arrived = 0, emulator::generation++;
    else emulator::wait_for(&emulator::generation);
}

enum { kBarrier, kShuffle, kMatrices, kTransposed, kProduct };

DEVICE void warp_barrier()
{
    emulator::Hand hand = {};
    hand.what = kBarrier;
    emulator::meet(hand, emulator::nothing);
}

static emulator::Hand of_lane(double value, int lane)
{
    emulator::Hand hand = {};
    hand.what = kShuffle;
    hand.number = lane;
    hand.wide = value;
    emulator::meet(hand, emulator::exchange);
    return hand;
}

DEVICE float shuffle(float value, int lane) { return (float)of_lane(value, lane).wide; }
DEVICE float shuffle_xor(float value, int mask) { return (float)of_lane(value, (threadIdx.x & 31) ^ mask).wide; }
DEVICE int shuffle_xor(int value, int mask) { return (int)of_lane(value, (threadIdx.x & 31) ^ mask).wide; }
DEVICE double shuffle_xor(double value, int mask) { return of_lane(value, (threadIdx.x & 31) ^ mask).wide; }

DEVICE float float_of(u32 bits) { float f; memcpy(&f, &bits, 4); return f; }
DEVICE float power_of_two(float x) { return x < -126 ? 0 : exp2f(x); }
DEVICE float reciprocal(float x) { return 1 / x; }

DEVICE u16 round_bf16(float x)
{
    u32 bits;
    memcpy(&bits, &x, 4);
    if (x != x) return 0x7FFF;
    return (u16)((bits + 0x7FFF + (bits >> 16 & 1)) >> 16);
}

DEVICE u32 pack_bf16(float low, float high) { return round_bf16(low) | (u32)round_bf16(high) << 16; }

DEVICE u32 shared_address(const void* place) { return (u32)((const u8*)place - emulator::shared); }

DEVICE void copy_async(u32 destination, const void* source, int bytes)
{
    if (destination % 16 != 0 || (bytes && (u64)source % 16 != 0) || destination + 16 > (u32)emulator::kShared)
        emulator::fail("a copy out of place");
    emulator::Copy copy = {emulator::shared + destination, (const u8*)source, bytes};
    if (emulator::current->begun == emulator::kCopies) emulator::fail("too many copies");
    emulator::current->copies[emulator::current->begun++] = copy;
}

DEVICE void copy_commit()
{
    emulator::current->ends[emulator::current->closed++] = emulator::current->begun;
    if (!emulator::late_copies)
    {
        // As early as may be: the copies are done, the groups stay to be waited for.
        for (int i = 0; i < emulator::current->begun; i++)
        {
            emulator::Copy& copy = emulator::current->copies[i];
            if (copy.bytes) memcpy(copy.to, copy.from, copy.bytes);
            else memset(copy.to, 0, 16);
        }

        emulator::current->begun = 0;
        for (int g = 0; g < emulator::current->closed; g++) emulator::current->ends[g] = 0;
    }
}

template <int GROUPS>
DEVICE void copy_wait()
{
    int over = emulator::current->closed - GROUPS;
    if (over > 0) emulator::carry_out(over);
}

static void load_rows(u32 (&r)[4], u32 address, int what, void (*together)(emulator::Hand*, emulator::Hand*))
{
    emulator::Hand hand = {};
    hand.what = what;
    hand.a[0] = address;
    emulator::meet(hand, together);
    memcpy(r, hand.a, 16);
}

DEVICE void load_matrices(u32 (&r)[4], u32 address) { load_rows(r, address, kMatrices, emulator::plain_matrices); }
DEVICE void load_transposed(u32 (&r)[4], u32 address) { load_rows(r, address, kTransposed, emulator::turned_matrices); }

DEVICE void multiply_add(float (&c)[4], const u32 (&a)[4], u32 b0, u32 b1)
{
    emulator::Hand hand = {};
    hand.what = kProduct;
    memcpy(hand.values, c, 16);
    memcpy(hand.a, a, 16);
    hand.b[0] = b0, hand.b[1] = b1;
    emulator::meet(hand, emulator::product);
    memcpy(c, hand.values, 16);
}
