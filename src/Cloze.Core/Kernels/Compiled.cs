using System.Runtime.CompilerServices;

namespace Cloze.Kernels;

/// <summary>
/// When kernels, and the loops round them, are compiled. Without optimization, as code is that the runtime meets first,
/// they take a hundred times as long.
/// </summary>
internal static class Compiled
{
    /// <summary>
    /// Fully at their first call; in the .NET tool ahead of time (ReadyToRun), which leaves out what asks for the first
    /// call.
    /// </summary>
#if READY_TO_RUN
    public const MethodImplOptions AtOnce = 0;
#else
    public const MethodImplOptions AtOnce = MethodImplOptions.AggressiveOptimization;
#endif
}
