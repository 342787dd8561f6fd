namespace Cloze.Formats;

/// <summary>An operation of a graph.</summary>
/// <param name="Name">Its name, which may be empty.</param>
/// <param name="Operation">What it does, <c>MatMul</c> for one.</param>
/// <param name="Inputs">The names of what goes in; one that is left out is empty.</param>
/// <param name="Outputs">The names of what comes out.</param>
/// <param name="Attributes">Its attributes of whole numbers, one or a list each.</param>
internal sealed record OnnxNode(
    string Name,
    string Operation,
    IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Outputs,
    IReadOnlyDictionary<string, IReadOnlyList<long>> Attributes)
{
    private const int MostInputs = 4096, MostNumbers = 64;

    /// <summary>A whole number; a default where it is not given.</summary>
    public long Number(string name, long standard) =>
        Attributes.TryGetValue(name, out IReadOnlyList<long>? values) && values.Count == 1 ? values[0] : standard;

    /// <summary>Reads a node (NodeProto).</summary>
    /// <exception cref="ClozeException">It is damaged.</exception>
    public static OnnxNode Read(string path, MessageReader fields)
    {
        string name = "", operation = "";
        List<string> inputs = [], outputs = [];
        var attributes = new Dictionary<string, IReadOnlyList<long>>();
        while (fields.Read())
        {
            switch (fields.Field)
            {
                case 1: inputs.Add(fields.Text()); break;
                case 2: outputs.Add(fields.Text()); break;
                case 3: name = fields.Text(); break;
                case 4: operation = fields.Text(); break;
                case 5: AddAttribute(attributes, fields.Message()); break;
            }

            if (inputs.Count <= MostInputs && outputs.Count <= MostInputs) continue;
            throw OnnxErrors.Damaged(path, $"the node {name} has more than {MostInputs} inputs or outputs.");
        }

        return new OnnxNode(name, operation, inputs, outputs, attributes);
    }

    // AttributeProto: name, a whole number, a list of them; others are none of ours.
    private static void AddAttribute(
        Dictionary<string, IReadOnlyList<long>> attributes, MessageReader fields)
    {
        string name = "";
        var values = new List<long>();
        while (fields.Read())
        {
            switch (fields.Field)
            {
                case 1: name = fields.Text(); break;
                case 3 or 8: fields.AddNumbers(values, MostNumbers); break;
            }
        }

        attributes[name] = values;
    }
}
