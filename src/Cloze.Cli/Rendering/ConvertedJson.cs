using Cloze.Models;

namespace Cloze.Cli.Rendering;

/// <summary>What <c>cloze convert --json</c> prints.</summary>
internal sealed record ConvertedJson(
    string Model,
    string Out,
    string File,
    int Tensors,
    long Parameters,
    long Bytes,
    IReadOnlyList<string> Dtypes,
    IReadOnlyList<string> LeftOut,
    IReadOnlyList<string> Copied)
{
    public static ConvertedJson From(ConversionOptions options, ConversionResult result) => new(
        options.Model,
        options.Output,
        result.File,
        result.Tensors,
        result.Parameters,
        result.Bytes,
        result.Types,
        result.LeftOut,
        result.Copied);
}
