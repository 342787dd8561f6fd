using Cloze.Inference;

namespace Cloze.Cli.Rendering;

/// <summary>What a model's layers compute, in formulas for people.</summary>
internal static class ExplainedSteps
{
    /// <summary>The formulas of a layer, x in and y out, and what the layers see.</summary>
    public static IEnumerable<string> OfLayers(ExplainedLayout layout)
    {
        string f = layout.Activation;
        if (!layout.NormsFirst)
        {
            yield return $"a = LayerNorm(x + Wo attention(x)); y = LayerNorm(a + W2 {f}(W1 a))";
            yield break;
        }

        yield return "a = x + Wo attention(LayerNorm(x)); "
            + $"y = a + W2 ({f}(W1 n) * W3 n), where n = LayerNorm(a)";
        int[] near =
        [
            .. Enumerable.Range(1, layout.Windows.Count).Where(layer => layout.Windows[layer - 1] is not null),
        ];
        if (near.Length == 0) yield break;
        string layers = near.Length == 1 ? $"layer {near[0]} sees" : $"layers {string.Join(", ", near)} see";
        yield return $"{layers} {layout.Windows[near[0] - 1]} tokens to each side, the others all";
    }
}
