using Cloze.Models;

namespace Cloze.Tests.Initialization;

/// <summary>A model's parameters by name.</summary>
internal sealed record Weights(ParameterLayout Layout, float[] All)
{
    public float[] this[string name] =>
        All.AsSpan((int)Layout[name].Offset, (int)Layout[name].Count).ToArray();
}
