using Cloze.Data;
using Cloze.Inference;

namespace Cloze.Cli.Rendering;

/// <summary>The predictions for one of many texts: what is printed for it alone, in an object with its line.</summary>
internal sealed record FilledLineJson(object Predictions) : LineJson
{
    public static FilledLineJson From(FillResult result, TextRecord of) =>
        new(FillJson.Of(result)) { Line = LineOf(of), Id = of.Id };
}
