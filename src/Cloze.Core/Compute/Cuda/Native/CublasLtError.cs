namespace Cloze.Compute;

/// <summary>Makes a sentence of a status of cuBLASLt's.</summary>
internal static class CublasLtError
{
    /// <summary>No algorithm fits the product.</summary>
    public const int NotSupported = 15;

    /// <summary>Returns where the status is 0.</summary>
    /// <param name="status">What a function of the library gave.</param>
    /// <param name="operation">What was done, for the message.</param>
    /// <exception cref="ClozeException">The status is another.</exception>
    public static void Check(int status, string operation)
    {
        if (status != 0)
        {
            throw new ClozeException(
                $"cuBLASLt failed at {operation}: status {status}, {Name(status)}.",
                "cloze devices lists which library is used; try another version of CUDA, or compute on the processor.");
        }
    }

    private static string Name(int status) => status switch
    {
        1 => "not initialised",
        3 => "out of memory",
        7 => "a value it does not take",
        8 => "the device lacks a feature",
        11 => "no access to the device's memory",
        13 => "the device failed",
        14 => "an internal error",
        NotSupported => "a product that it does not support",
        _ => "an unknown error",
    };
}
