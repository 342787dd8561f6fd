using Cloze.Compute;
using Cloze.Tests.Reference;
using Xunit;

namespace Cloze.Tests.Models;

/// <summary>The backends that tests of models run on, by names that a test's title can show.</summary>
internal static class TestBackends
{
    private const string Reference = "Reference";

    /// <summary>Every backend that this machine has.</summary>
    public static IReadOnlyList<string> Names { get; } = [Reference];

    /// <summary>The same, for theories.</summary>
    public static TheoryData<string> All => [.. Names];

    /// <summary>Opens a backend.</summary>
    public static IBackend Create(string name, int threads = 1) => name switch
    {
        Reference => new ReferenceBackend(),
        _ => throw new ArgumentException($"No backend {name} with {threads} threads."),
    };
}
