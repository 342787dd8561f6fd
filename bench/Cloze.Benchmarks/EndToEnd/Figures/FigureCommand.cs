using System.Text.Json;

namespace Cloze.Benchmarks.EndToEnd.Figures;

/// <summary>One figure of Cloze's own as JSON lines: what the report starts in a process of its own.</summary>
internal static class FigureCommand
{
    public static int Run(string[] words)
    {
        var arguments = new Arguments(words);
        IEnumerable<object>? results = words.FirstOrDefault() switch
        {
            "train" => [ModelFigures.Train(arguments)],
            "infer" => [ModelFigures.Infer(arguments)],
            "matmul" => MatmulFigure.Measure(arguments),
            "tokenize" => TokenizeFigure.Measure(arguments),
            "memory-train" => [MemoryFigure.Train(arguments)],
            "memory-infer" => [MemoryFigure.Infer(arguments)],
            "save" => [MemoryFigure.Save(arguments)],
            _ => null,
        };
        if (results is null) return 2;
        foreach (object result in results)
        {
            Console.WriteLine(JsonSerializer.Serialize(result, JsonSerializerOptions.Web));
        }

        return 0;
    }
}
