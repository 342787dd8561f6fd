namespace Cloze.Formats;

/// <summary>
/// How a graph uses its constants: exporters turn matrices round and number them, and the nodes tell of it.
/// </summary>
internal sealed class OnnxUses
{
    // From a product on to the sum with its bias stand at most a cast and a factor.
    private const int MostStepsToBias = 4;

    // A table that is the decoder too has two uses; a damaged graph may have any number.
    private const int MostUses = 64;

    private readonly ILookup<string, OnnxNode> _usedBy;
    private readonly OnnxModel _model;

    /// <summary>Looks through the nodes of a model.</summary>
    public OnnxUses(OnnxModel model)
    {
        _model = model;
        _usedBy = (
            from node in model.Nodes
            from input in node.Inputs.Distinct()
            select (Input: input, Node: node)).ToLookup(use => use.Input, use => use.Node);
    }

    /// <summary>The product whose right factor a constant is, turned round or not; null where it is none.</summary>
    /// <param name="name">The constant's name.</param>
    /// <param name="isTransposed">Whether the constant is [inputs, outputs].</param>
    public OnnxNode? ProductOf(string name, out bool isTransposed)
    {
        isTransposed = false;
        foreach (OnnxNode node in Uses(name))
        {
            if (IsProduct(node, name)) return Of(node, isTurned: false, out isTransposed);
            if (node.Operation is not ("Transpose" or "Cast" or "DequantizeLinear")) continue;
            bool isTurned = node.Operation == "Transpose";
            string result = node.Outputs.FirstOrDefault("");
            foreach (OnnxNode next in Uses(result))
            {
                if (IsProduct(next, result)) return Of(next, isTurned, out isTransposed);
                if (isTurned || next.Operation != "Transpose") continue;
                string turned = next.Outputs.FirstOrDefault("");
                OnnxNode? product = Uses(turned).FirstOrDefault(last => IsProduct(last, turned));
                if (product is not null) return Of(product, isTurned: true, out isTransposed);
            }
        }

        return null;
    }

    /// <summary>Whether rows of a constant are looked up, and so stand as the model has them.</summary>
    public bool IsTable(string name) =>
        Uses(name).Any(node => node.Operation == "Gather" && node.Inputs.FirstOrDefault() == name);

    /// <summary>
    /// The name of a product's matrix: by the module that the node's name tells, or else by the bias that is added to
    /// the product; null where neither is there.
    /// </summary>
    public string? NameOf(OnnxNode product)
    {
        int last = product.Name.LastIndexOf('/');
        if (product.Name.StartsWith('/') && last > 0) return product.Name[1..last].Replace('/', '.') + ".weight";
        return BiasOf(product) is { } bias ? bias[..^"bias".Length] + "weight" : null;
    }

    private IEnumerable<OnnxNode> Uses(string name) => _usedBy[name].Take(MostUses);

    private string? BiasOf(OnnxNode product)
    {
        if (product.Operation == "Gemm") return product.Inputs.Skip(2).FirstOrDefault(IsBias);
        string value = product.Outputs.FirstOrDefault("");
        for (int step = 0; step < MostStepsToBias; step++)
        {
            OnnxNode? next = Uses(value).FirstOrDefault(node => node.Operation is "Add" or "Cast" or "Mul");
            if (next is null) return null;
            if (next.Operation == "Add") return next.Inputs.FirstOrDefault(IsBias);
            value = next.Outputs.FirstOrDefault("");
        }

        return null;
    }

    private bool IsBias(string name) =>
        name.EndsWith(".bias", StringComparison.Ordinal) && _model.Tensors.ContainsKey(name);

    // MatMul(x, W), MatMulInteger(x, W) and Gemm(x, W) are x · W; Gemm with transB is x · Wᵀ.
    private static OnnxNode Of(OnnxNode product, bool isTurned, out bool isTransposed)
    {
        bool turns = product.Operation == "Gemm" && product.Number("transB", 0) == 1;
        isTransposed = isTurned == turns;
        return product;
    }

    private static bool IsProduct(OnnxNode node, string name) =>
        node.Operation is "MatMul" or "MatMulInteger" or "Gemm" && node.Inputs.ElementAtOrDefault(1) == name;
}
