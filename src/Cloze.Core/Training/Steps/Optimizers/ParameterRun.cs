using Cloze.Compute;
using Cloze.Models;

namespace Cloze.Training;

/// <summary>Parameters that follow each other in the flat buffer.</summary>
/// <param name="Start">The first value, in floats from the buffer's beginning.</param>
/// <param name="Count">Values up to the last, gaps for alignment among them.</param>
/// <param name="Edges">
/// Where values that decay and those that do not follow each other, counted from <paramref name="Start"/>: see
/// <see cref="Backend.Adam"/>. A gap belongs to the parameter before it.
/// </param>
internal sealed record ParameterRun(nint Start, int Count, int[] Edges)
{
    /// <summary>The run of parameters that follow each other.</summary>
    public static ParameterRun Of(IReadOnlyList<ParameterSpec> parameters)
    {
        nint start = parameters[0].Offset, end = parameters[^1].Offset + parameters[^1].Count;
        var edges = new List<int>();
        foreach (ParameterSpec parameter in parameters)
        {
            bool decays = edges.Count % 2 == 0;
            if (parameter.Decays != decays) edges.Add(checked((int)(parameter.Offset - start)));
        }

        return new ParameterRun(start, checked((int)(end - start)), [.. edges]);
    }

    /// <summary>The run's part of a tensor laid out as the parameters, [1, Count].</summary>
    public Tensor Of(Tensor all) => all.Slice(Start, 1, Count);
}
