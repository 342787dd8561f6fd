using Cloze.Server.Models;
using Microsoft.AspNetCore.Http;

namespace Cloze.Server.Requests;

/// <summary>Refuses texts that a model cannot read to their end, unless the caller lets them be cut.</summary>
internal static class TextLength
{
    /// <summary>Checks texts before they are computed.</summary>
    /// <exception cref="RequestException">One is too long.</exception>
    public static void Check(ModelTurn turn, TextsRequest request)
    {
        if (request.Truncate) return;
        int most = turn.Config.MaximumPositions;
        for (int i = 0; i < request.Texts.Count; i++)
        {
            // A character may become several tokens, if seldom: a Hangul syllable three.
            if (request.Texts[i].Length <= (most / 4) - 2) continue;
            turn.Encode(request.Texts[i], null, out int cut);
            Require(cut, most, request.Path(i));
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
