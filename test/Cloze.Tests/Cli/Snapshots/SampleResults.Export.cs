using Cloze.Onnx;

namespace Cloze.Tests.Cli;

/// <content>An exported graph.</content>
internal static partial class SampleResults
{
    public static OnnxExportReport Export() => new(
        "for-the-web/onnx/model_quantized.onnx",
        110_456_789,
        OnnxPrecision.Int8,
        1_234,
        ["input_ids", "attention_mask", "token_type_ids"],
        "logits",
        [
            "for-the-web/onnx/model_quantized.onnx",
            "for-the-web/config.json",
            "for-the-web/tokenizer.json",
            "for-the-web/tokenizer_config.json",
        ]);
}
