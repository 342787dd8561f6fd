namespace Cloze.Compute;

/// <summary>Compiles CUDA text for a device.</summary>
internal interface IKernelCompiler
{
    /// <summary>What the compiled kernels depend on beside text and options: the compiler and its version.</summary>
    string Version { get; }

    /// <summary>Compiles a text to what the driver loads.</summary>
    /// <param name="name">The text's name, for messages.</param>
    /// <param name="text">CUDA C++ that includes nothing.</param>
    /// <param name="options">The compiler's options.</param>
    /// <exception cref="ClozeException">The text does not compile: the compiler's first error.</exception>
    byte[] Compile(string name, string text, IReadOnlyList<string> options);
}
