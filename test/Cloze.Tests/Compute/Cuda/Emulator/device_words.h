// What NVRTC knows by itself, for clang's check of the texts as device code.
#define __device__ __attribute__((device))
#define __global__ __attribute__((global))
#define __shared__ __attribute__((shared))
#define __forceinline__ __inline__ __attribute__((always_inline))
#define __launch_bounds__(...) __attribute__((launch_bounds(__VA_ARGS__)))
#define __align__(n) __attribute__((aligned(n)))

struct ThreadIndex { struct { __device__ operator unsigned() const { return __nvvm_read_ptx_sreg_tid_x(); } } x; };
struct BlockIndex
{
    struct { __device__ operator unsigned() const { return __nvvm_read_ptx_sreg_ctaid_x(); } } x;
    struct { __device__ operator unsigned() const { return __nvvm_read_ptx_sreg_ctaid_y(); } } y;
    struct { __device__ operator unsigned() const { return __nvvm_read_ptx_sreg_ctaid_z(); } } z;
};
struct BlockSize { struct { __device__ operator unsigned() const { return __nvvm_read_ptx_sreg_ntid_x(); } } x; };
struct GridSize { struct { __device__ operator unsigned() const { return __nvvm_read_ptx_sreg_nctaid_x(); } } x; };
extern const __device__ ThreadIndex threadIdx;
extern const __device__ BlockIndex blockIdx;
extern const __device__ BlockSize blockDim;
extern const __device__ GridSize gridDim;

__device__ void __syncwarp();
__device__ float __shfl_sync(unsigned mask, float value, int lane);
__device__ float __shfl_xor_sync(unsigned mask, float value, int lane);
__device__ int __shfl_xor_sync(unsigned mask, int value, int lane);
__device__ double __shfl_xor_sync(unsigned mask, double value, int lane);
__device__ float __uint_as_float(unsigned bits);
__device__ inline float fmaxf(float a, float b) { return __nvvm_fmax_f(a, b); }
__device__ inline float fminf(float a, float b) { return __nvvm_fmin_f(a, b); }
__device__ inline float fabsf(float a) { return __nvvm_fabs_f(a); }
__device__ inline float fmaf(float a, float b, float c) { return __nvvm_fma_rn_f(a, b, c); }
__device__ inline float sqrtf(float a) { return __nvvm_sqrt_rn_f(a); }
__device__ inline double sqrt(double a) { return __nvvm_sqrt_rn_d(a); }
__device__ float logf(float a);
__device__ inline int min(int a, int b) { return a < b ? a : b; }
__device__ inline int max(int a, int b) { return a > b ? a : b; }
