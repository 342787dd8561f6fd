// What only the device can do, one small function an instruction. Tests put functions of the same names in its place
// and run every other text on the host.

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef long long i64;

#define DEVICE __device__ __forceinline__
#define DEVICE_MEMBER __device__ __forceinline__
#define KERNEL(threads) extern "C" __global__ void __launch_bounds__(threads)
// So many blocks at least shall fit on a multiprocessor: the compiler keeps to as many registers.
#define KERNEL_OF(threads, blocks) extern "C" __global__ void __launch_bounds__(threads, blocks)
#define SHARED(type, name, count) __shared__ type name[count]
#define DYNAMIC_SHARED(name) extern __shared__ __align__(128) u8 name[]

// Every thread of the block arrives, and sees what the others wrote before.
DEVICE void block_barrier() { __syncthreads(); }

// The lanes of a warp see what the others wrote to shared memory before.
DEVICE void warp_barrier() { __syncwarp(); }

// The value of another lane of the warp; all 32 lanes take part.
DEVICE float shuffle(float value, int lane) { return __shfl_sync(~0u, value, lane); }
DEVICE float shuffle_xor(float value, int mask) { return __shfl_xor_sync(~0u, value, mask); }
DEVICE int shuffle_xor(int value, int mask) { return __shfl_xor_sync(~0u, value, mask); }
DEVICE double shuffle_xor(double value, int mask) { return __shfl_xor_sync(~0u, value, mask); }

DEVICE float float_of(u32 bits) { return __uint_as_float(bits); }

// 2^x, good to 2 ulp; 0 below -126.
DEVICE float power_of_two(float x)
{
    float result;
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(result) : "f"(x));
    return result;
}

// 1 / x, good to 1 ulp.
DEVICE float reciprocal(float x)
{
    float result;
    asm("rcp.approx.ftz.f32 %0, %1;" : "=f"(result) : "f"(x));
    return result;
}

// To bfloat16, to nearest, ties to even.
DEVICE u16 round_bf16(float x)
{
    u16 result;
    asm("cvt.rn.bf16.f32 %0, %1;" : "=h"(result) : "f"(x));
    return result;
}

// Two of them; low in the lower half.
DEVICE u32 pack_bf16(float low, float high)
{
    u32 result;
    asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(result) : "f"(high), "f"(low));
    return result;
}

// The address of shared memory as the functions below take it.
DEVICE u32 shared_address(const void* place)
{
    u64 address;
    asm("cvta.to.shared.u64 %0, %1;" : "=l"(address) : "l"(place));
    return (u32)address;
}

// Begins to copy 16 bytes to shared memory; where bytes is 0, zeros, and the source is not read.
DEVICE void copy_async(u32 destination, const void* source, int bytes)
{
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;"
                 ::"r"(destination), "l"(source), "r"(bytes) : "memory");
}

// Closes a group of copies.
DEVICE void copy_commit() { asm volatile("cp.async.commit_group;" ::: "memory"); }

// Waits until at most so many groups of this thread's are on their way.
template <int GROUPS>
DEVICE void copy_wait() { asm volatile("cp.async.wait_group %0;" ::"n"(GROUPS) : "memory"); }

// Four matrices of 8 x 8 bfloat16: lane 8 m + i gives the address of row i of matrix m (16 bytes); lane l receives, of
// each, the values of row l / 4 in columns 2 (l % 4) and 2 (l % 4) + 1.
DEVICE void load_matrices(u32 (&r)[4], u32 address)
{
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];"
                 : "=r"(r[0]), "=r"(r[1]), "=r"(r[2]), "=r"(r[3]) : "r"(address));
}

// The same, each matrix transposed.
DEVICE void load_transposed(u32 (&r)[4], u32 address)
{
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];"
                 : "=r"(r[0]), "=r"(r[1]), "=r"(r[2]), "=r"(r[3]) : "r"(address));
}

// c [16, 8] += a [16, 16] b [16, 8]. With g = lane / 4 and t = lane % 4, c is rows g, g, g + 8, g + 8 and columns
// 2t, 2t + 1, 2t, 2t + 1; a is pairs of columns: (g, 2t), (g + 8, 2t), (g, 2t + 8), (g + 8, 2t + 8); b is pairs of
// rows: (2t, g), (2t + 8, g).
DEVICE void multiply_add(float (&c)[4], const u32 (&a)[4], u32 b0, u32 b1)
{
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 "
                 "{%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
                 : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
                 : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));
}
