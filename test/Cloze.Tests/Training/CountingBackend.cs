using Cloze.Compute;
using Cloze.Tests.Reference;

namespace Cloze.Tests.Training;

/// <summary>Adds up the arenas that are taken.</summary>
internal sealed class CountingBackend : ReferenceBackend
{
    /// <summary>The bytes of all arenas so far.</summary>
    public long ArenaBytes { get; private set; }

    protected override Arena CreateArenaCore(string name, nint floats, TensorElement element)
    {
        ArenaBytes += sizeof(float) * (long)floats;
        return base.CreateArenaCore(name, floats, element);
    }
}
