using Cloze.Models;

namespace Cloze.Measurement;

/// <summary>The shape of a linear layer of a model.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Tokens">T, or the masked rows M for layers of the head.</param>
/// <param name="Inputs">K.</param>
/// <param name="Outputs">N.</param>
public sealed record LinearLayer(string Name, int Tokens, int Inputs, int Outputs)
{
    /// <summary>Floating-point operations of each product of the layer, a multiply-add counted as two.</summary>
    public double Flops => 2.0 * Tokens * Inputs * Outputs;

    /// <summary>The kinds of linear layers of a model, each once.</summary>
    /// <param name="config">The model's sizes.</param>
    /// <param name="tokens">T, the tokens of a batch.</param>
    /// <param name="maskedRows">M, the rows that the head sees.</param>
    public static IReadOnlyList<LinearLayer> Of(EncoderConfig config, int tokens, int maskedRows) =>
    [
        new("query, key, value", tokens, config.HiddenSize, 3 * config.HiddenSize),
        new("attention output", tokens, config.HiddenSize, config.HiddenSize),
        new("inner", tokens, config.HiddenSize, config.PreNorm is null ? config.InnerSize : 2 * config.InnerSize),
        new("outer", tokens, config.InnerSize, config.HiddenSize),
        new("decoder", maskedRows, config.HiddenSize, config.VocabularySize),
    ];
}
