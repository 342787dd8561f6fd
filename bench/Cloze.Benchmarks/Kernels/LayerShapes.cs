using Cloze.Measurement;
using Cloze.Models;

namespace Cloze.Benchmarks.Kernels;

/// <summary>
/// The linear layers of the presets at the batches at which they are trained: 32 sequences of 128 tokens for tiny and
/// mini, 16 for small, 8 for base; of the tokens, 15 % are masked. And base at one sequence, as for inference.
/// </summary>
internal static class LayerShapes
{
    private const int Vocabulary = 30522;

    public static IEnumerable<(string Preset, LinearLayer Layer, LinearProduct[] Products)> All()
    {
        LinearProduct[] every = Enum.GetValues<LinearProduct>();
        (string Preset, int Hidden, int Tokens, LinearProduct[] Products)[] batches =
        [
            ("tiny", 128, 4096, every),
            ("mini", 256, 4096, every),
            ("small", 512, 2048, every),
            ("base", 768, 1024, every),
            ("base x 1", 768, 128, [LinearProduct.Forward]),
        ];
        foreach ((string preset, int hidden, int tokens, LinearProduct[] products) in batches)
        {
            var config = new EncoderConfig
            {
                VocabularySize = Vocabulary,
                HiddenSize = hidden,
                InnerSize = 4 * hidden,
            };
            foreach (LinearLayer layer in LinearLayer.Of(config, tokens, tokens * 15 / 100))
            {
                yield return (preset, layer, products);
            }
        }
    }
}
