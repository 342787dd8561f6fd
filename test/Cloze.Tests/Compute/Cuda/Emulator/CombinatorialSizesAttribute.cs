using System.Reflection;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Cloze.Tests.Compute.Cuda;

/// <summary>Every combination of three lists of numbers.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CombinatorialSizesAttribute(int[] first, int[] second, int[] third) : DataAttribute
{
    /// <inheritdoc/>
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(
        MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new((from a in first from b in second from c in third select (ITheoryDataRow)new TheoryDataRow(a, b, c))
            .ToArray());

    /// <inheritdoc/>
    public override bool SupportsDiscoveryEnumeration() => true;
}
