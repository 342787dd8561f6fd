using System.Text.Json;
using Cloze.Benchmarks;
using Cloze.Peers;
using Cloze.Peers.Exported;
using Cloze.Peers.MiniLm;

// Each mode checks its result and times it. All but minilm, which prints tables, print JSON lines, which
// Cloze.Benchmarks report puts beside its own.
const string Usage =
    """
    Usage: Cloze.Peers infer --model FILE.onnx [--batch N] [--ragged] [--threads N] [--steps N]
           Cloze.Peers tokenize --vocabulary vocab.txt --texts FILE,FILE
           Cloze.Peers matmul --shapes TxKxN,TxKxN [--threads N]
           Cloze.Peers onnx --model FOLDER [--documents N] [--threads N]
           Cloze.Peers onnx-speed --model FOLDER [--threads N] [--rounds N]
           Cloze.Peers minilm [--threads N] [--texts FILE] [--count N] [--timed N] [--rounds N] [--keep FOLDER]
    """;
var arguments = new Arguments(args);
if (args.FirstOrDefault() == "minilm") return MiniLmBenchmark.Run(arguments);
IEnumerable<object>? results = args.FirstOrDefault() switch
{
    "infer" => [OnnxInference.Run(arguments)],
    "tokenize" => WordPieceTokenizing.Run(arguments),
    "matmul" => TorchMatmul.Run(arguments),
    "onnx" => ExportedCheck.Run(arguments),
    "onnx-speed" => ExportedSpeed.Run(arguments),
    _ => null,
};
if (results is null)
{
    Console.Error.WriteLine(Usage);
    return 2;
}

foreach (object result in results) Console.WriteLine(JsonSerializer.Serialize(result, JsonSerializerOptions.Web));
return 0;
