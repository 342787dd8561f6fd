using Cloze.Inference;

namespace Cloze.Cli.Rendering;

/// <summary>What a model's embeddings and layers compute, in formulas for people.</summary>
internal static class ExplainedSteps
{
    /// <summary>What is not to be seen from the names of the vectors.</summary>
    public static IEnumerable<string> OfEmbeddings(ExplainedLayout layout)
    {
        if (layout.NormsFirst)
        {
            yield return "no table of positions: the layers turn queries and keys by angles for their places";
        }
        else if (layout.FirstPosition > 0)
        {
            yield return $"positions count from {layout.FirstPosition}: the rows before are kept for padding";
        }
    }

    /// <summary>The formulas of a layer, x in and y out, and what the layers see.</summary>
    public static IEnumerable<string> OfLayers(ExplainedLayout layout) =>
        layout.NormsFirst ? NormsFirst(layout) : NormsLast(layout);

    private static IEnumerable<string> NormsLast(ExplainedLayout layout) =>
        [$"a = LayerNorm(x + Wo attention(x)); y = LayerNorm(a + W2 {layout.Activation}(W1 a))"];

    private static IEnumerable<string> NormsFirst(ExplainedLayout layout)
    {
        int last = layout.Windows.Count;
        yield return "a = x + Wo attention(LayerNorm(x)), in layer 1 a = x + Wo attention(x)";
        yield return $"y = a + W2 ({layout.Activation}(W1 n) * W3 n), where n = LayerNorm(a)";
        yield return "attention: queries and keys are turned by angles for their places (rotary positions)";
        int[] near = [.. Enumerable.Range(1, last).Where(layer => layout.Windows[layer - 1] is not null)];
        if (near.Length > 0)
        {
            string layers = near.Length == 1 ? $"layer {near[0]} sees" : $"layers {string.Join(", ", near)} see";
            yield return $"{layers} {layout.Windows[near[0] - 1]} tokens to each side, the others all";
        }

        yield return $"the y of layer {last} is shown after the final norm, as the head reads it";
    }
}
