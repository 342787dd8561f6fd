using Xunit;

namespace Cloze.Tests.Compute;

/// <summary>Tests that count what the whole process holds: no other test runs beside them.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
