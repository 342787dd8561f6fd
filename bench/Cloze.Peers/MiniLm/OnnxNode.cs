namespace Cloze.Peers.MiniLm;

/// <summary>An operation of a graph (<c>NodeProto</c>).</summary>
/// <param name="Operation">Its name, <c>MatMul</c> for one.</param>
/// <param name="Inputs">The names of what goes in.</param>
/// <param name="Outputs">The names of what comes out.</param>
internal sealed record OnnxNode(string Operation, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs)
{
    /// <summary>Reads a node.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static OnnxNode Read(ReadOnlyMemory<byte> message)
    {
        string operation = "";
        List<string> inputs = [], outputs = [];
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            if (reader.Field == 1) inputs.Add(reader.Text);
            else if (reader.Field == 2) outputs.Add(reader.Text);
            else if (reader.Field == 4) operation = reader.Text;
        }

        return new OnnxNode(operation, inputs, outputs);
    }
}
