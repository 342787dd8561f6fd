using Cloze.Models;

namespace Cloze.Training;

/// <summary>The sizes of the model that a run trains.</summary>
/// <param name="Layers">L.</param>
/// <param name="HiddenSize">H.</param>
/// <param name="AttentionHeads">A.</param>
/// <param name="InnerSize">F.</param>
/// <param name="VocabularySize">V.</param>
/// <param name="Positions">The longest sequence.</param>
/// <param name="Parameters">Number of weights.</param>
public sealed record RunModel(
    int Layers,
    int HiddenSize,
    int AttentionHeads,
    int InnerSize,
    int VocabularySize,
    int Positions,
    long Parameters)
{
    /// <summary>The sizes of a model.</summary>
    internal static RunModel Of(EncoderModel model) => new(
        model.Config.LayerCount,
        model.Config.HiddenSize,
        model.Config.AttentionHeadCount,
        model.Config.InnerSize,
        model.Config.VocabularySize,
        model.Config.MaximumPositions,
        model.Layout.ParameterCount);
}
