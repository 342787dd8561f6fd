using Cloze.Onnx.Messages;
using AttributeType = Cloze.Onnx.Messages.AttributeProto.Types.AttributeType;

namespace Cloze.Onnx;

/// <summary>Makes the attributes of nodes.</summary>
internal static class NodeAttribute
{
    /// <summary>A whole number.</summary>
    public static AttributeProto Of(string name, long value) =>
        new() { Name = name, I = value, Type = AttributeType.Int };

    /// <summary>A list of whole numbers.</summary>
    public static AttributeProto Of(string name, params long[] values) =>
        new() { Name = name, Ints = { values }, Type = AttributeType.Ints };

    /// <summary>A real number.</summary>
    public static AttributeProto Of(string name, float value) =>
        new() { Name = name, F = value, Type = AttributeType.Float };
}
