using Cloze.Models;

namespace Cloze.Onnx;

/// <summary>The parts of a model as pieces of a graph, whatever the family calls them.</summary>
/// <param name="graph">Where they are made.</param>
/// <param name="layout">The model's parameters.</param>
/// <param name="epsilon">Added to the variance in norms.</param>
internal sealed class GraphParts(GraphBuilder graph, ParameterLayout layout, float epsilon)
{
    /// <summary>Whether the model has the weight of a part.</summary>
    public bool Has(ModelPart part, int layer = -1) => layout.Find(part, layer) is not null;

    /// <summary>A linear layer.</summary>
    public Value Linear(ModelPart part, Value input, int layer = -1) => LinearPart.Of(
        At(part, layer), input, Weight(part, layer), layout.FindBias(part, layer)?.Name);

    /// <summary>A norm.</summary>
    public Value Norm(ModelPart part, Value input, int layer = -1) => NormPart.Of(
        At(part, layer), input, Weight(part, layer), layout.FindBias(part, layer)?.Name, epsilon);

    /// <summary>The name of a part's weight.</summary>
    public string Weight(ModelPart part, int layer = -1) => layout.Find(part, layer)!.Name;

    /// <summary>The place of a part in the model.</summary>
    public GraphScope At(ModelPart part, int layer = -1) => graph.At(PathOf(part, layer));

    /// <summary>The place of what a part belongs to.</summary>
    public GraphScope AtParentOf(ModelPart part, int layer)
    {
        string path = PathOf(part, layer);
        return graph.At(path[..path.LastIndexOf('/')]);
    }

    // "/bert/encoder/layer/0/attention/self/query" of "bert.encoder.layer.0.attention.self.query.weight"
    private string PathOf(ModelPart part, int layer)
    {
        string weight = layout.Names.Weight(part, layer);
        return "/" + weight[..weight.LastIndexOf('.')].Replace('.', '/');
    }
}
