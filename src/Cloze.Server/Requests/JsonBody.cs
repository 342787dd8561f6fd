using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Cloze.Server.Requests;

/// <summary>Reads the body of a request as a JSON object.</summary>
internal static class JsonBody
{
    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    private static readonly object s_kept = new();

    /// <summary>Has the body kept as a text, for the log.</summary>
    public static void Keep(HttpContext http) => http.Items[s_kept] = "";

    /// <summary>The body that was kept; empty for none.</summary>
    public static string Kept(HttpContext http) => http.Items[s_kept] as string ?? "";

    /// <summary>Reads the whole body, which the server has bounded.</summary>
    /// <exception cref="RequestException">It is no JSON, or no object.</exception>
    public static async Task<JsonFields> ReadAsync(HttpContext http)
    {
        if (!http.Request.HasJsonContentType())
        {
            throw new RequestException(
                StatusCodes.Status415UnsupportedMediaType,
                $"The content type is \"{http.Request.ContentType}\", expected application/json.",
                "Send JSON, and say so in Content-Type.");
        }

        JsonDocument document = await ParseAsync(http).ConfigureAwait(false);
        http.Response.RegisterForDispose(document);
        if (http.Items.ContainsKey(s_kept)) http.Items[s_kept] = document.RootElement.GetRawText();
        if (document.RootElement.ValueKind == JsonValueKind.Object) return new JsonFields(document.RootElement);
        throw new RequestException(
            StatusCodes.Status400BadRequest,
            $"The body is {JsonFields.Describe(document.RootElement)}, expected an object.",
            "Put the fields between braces.");
    }

    private static async Task<JsonDocument> ParseAsync(HttpContext http)
    {
        try
        {
            return await JsonDocument.ParseAsync(http.Request.Body, s_strict, http.RequestAborted)
                .ConfigureAwait(false);
        }
        catch (JsonException error)
        {
            string place = error.LineNumber is { } line
                ? $" at line {line + 1}, byte {error.BytePositionInLine + 1}"
                : "";
            throw new RequestException(
                StatusCodes.Status400BadRequest,
                $"The body is no JSON that can be read{place}, or names a field twice.",
                "Send one JSON object in UTF-8, each field once.");
        }
        catch (InvalidOperationException)
        {
            throw new RequestException(
                StatusCodes.Status400BadRequest,
                "The body has half a character in a name.",
                "Write names in whole characters.");
        }
    }
}
