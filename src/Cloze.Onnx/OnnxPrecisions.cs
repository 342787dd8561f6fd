using DataType = Cloze.Onnx.Messages.TensorProto.Types.DataType;

namespace Cloze.Onnx;

/// <summary>What each precision is called, and by which file name others look for it.</summary>
internal static class OnnxPrecisions
{
    /// <summary>The folder of the graphs in a model's folder.</summary>
    public const string Folder = "onnx";

    /// <summary>The ending of a file with a graph.</summary>
    public const string Extension = ".onnx";

    /// <summary>The file's name as npm <c>@huggingface/transformers</c> has it for its <c>dtype</c>.</summary>
    public static string FileName(this OnnxPrecision precision) => precision switch
    {
        OnnxPrecision.Float16 => "model_fp16.onnx",
        OnnxPrecision.Int8 => "model_quantized.onnx",
        _ => "model.onnx",
    };

    /// <summary>That library's own word, its <c>dtype</c>.</summary>
    public static string Word(this OnnxPrecision precision) => precision switch
    {
        OnnxPrecision.Float16 => "fp16",
        OnnxPrecision.Int8 => "q8",
        _ => "fp32",
    };

    /// <summary>The type of what is computed between the products.</summary>
    public static DataType FloatType(this OnnxPrecision precision) =>
        precision == OnnxPrecision.Float16 ? DataType.Float16 : DataType.Float;
}
