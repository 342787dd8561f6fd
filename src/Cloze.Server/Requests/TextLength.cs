using Cloze.Inference;
using Microsoft.AspNetCore.Http;

namespace Cloze.Server.Requests;

/// <summary>Refuses texts that a model cannot read to their end, unless the caller lets them be cut.</summary>
internal static class TextLength
{
    /// <summary>Checks texts before they are computed.</summary>
    /// <param name="model">The model.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="mayCut">Whether the caller lets them be cut.</param>
    /// <param name="isList">Whether they are a list in the request.</param>
    /// <param name="field">The field they are in.</param>
    /// <exception cref="RequestException">One is too long.</exception>
    public static void Check(
        MaskedLanguageModel model, IReadOnlyList<string> texts, bool mayCut, bool isList, string field = "inputs")
    {
        if (mayCut) return;
        int most = model.Config.MaximumPositions;
        for (int i = 0; i < texts.Count; i++)
        {
            // A character may become several tokens, if seldom: a Hangul syllable three.
            if (texts[i].Length <= (most / 4) - 2) continue;
            model.Encode(texts[i], null, out int cut);
            Require(cut, most, isList ? $"{field}[{i}]" : field);
        }
    }

    /// <summary>Refuses a text of which something was cut.</summary>
    /// <exception cref="RequestException">Something was.</exception>
    public static void Require(int cut, int most, string field)
    {
        if (cut == 0) return;
        throw new RequestException(
            StatusCodes.Status413PayloadTooLarge,
            $"{field} has {most + cut} tokens, expected at most {most}.",
            "Shorten it, or set truncate to true to have it cut.",
            field);
    }
}
