using System.Text.Json;
using Cloze.Masking;

namespace Cloze.Server.Requests;

/// <summary>A position that is to be predicted: its number, or an object with what the model sees there.</summary>
/// <param name="Position">Its place among the tokens.</param>
/// <param name="Kind">What becomes of the word.</param>
/// <param name="InputId">The id that the model sees in place of a word that became a random one.</param>
internal sealed record AskedMask(int Position, MaskKind Kind, int? InputId)
{
    /// <summary>Reads one.</summary>
    /// <exception cref="RequestException">It is neither form.</exception>
    public static AskedMask Read(JsonElement value, string at)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return new AskedMask(JsonFields.AsPosition(value, at), MaskKind.Mask, null);
        }

        var fields = new JsonFields(value, at + ".");
        MaskKind kind = fields.Word("kind", "mask", "mask", "random", "kept") switch
        {
            "random" => MaskKind.Random,
            "kept" => MaskKind.Kept,
            _ => MaskKind.Mask,
        };
        int? id = kind == MaskKind.Random ? fields.RequiredNumber("input_id") : null;
        return new AskedMask(fields.RequiredNumber("position"), kind, id);
    }
}
