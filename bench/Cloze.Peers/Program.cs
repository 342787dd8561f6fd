using System.Text.Json;
using Cloze.Benchmarks;
using Cloze.Peers;

// Each mode checks its result, times it and prints JSON lines; Cloze.Benchmarks report puts them beside its own.
const string Usage =
    """
    Usage: Cloze.Peers infer --model FILE.onnx [--batch N] [--ragged] [--threads N] [--steps N]
           Cloze.Peers tokenize --vocabulary vocab.txt --texts FILE,FILE
           Cloze.Peers matmul --shapes TxKxN,TxKxN [--threads N]
    """;
var arguments = new Arguments(args);
IEnumerable<object>? results = args.FirstOrDefault() switch
{
    "infer" => [OnnxInference.Run(arguments)],
    "tokenize" => WordPieceTokenizing.Run(arguments),
    "matmul" => TorchMatmul.Run(arguments),
    _ => null,
};
if (results is null)
{
    Console.Error.WriteLine(Usage);
    return 2;
}

foreach (object result in results) Console.WriteLine(JsonSerializer.Serialize(result, JsonSerializerOptions.Web));
return 0;
