using Microsoft.AspNetCore.Http;

namespace Cloze.Server.Requests;

/// <summary>Collects what a model answers to the texts of a request.</summary>
internal static class TextAnswers
{
    /// <summary>Every answer, in the texts' order.</summary>
    /// <exception cref="RequestException">A text is refused; its field is named.</exception>
    public static async Task<List<T>> CollectAsync<T>(TextsRequest request, IAsyncEnumerable<T> answers)
    {
        var all = new List<T>(request.Texts.Count);
        try
        {
            await foreach (T answer in answers.ConfigureAwait(false)) all.Add(answer);
            return all;
        }
        catch (TextException error)
        {
            throw new RequestException(
                StatusCodes.Status400BadRequest, error.Reason.Message, error.Hint, request.Path(error.Index));
        }
    }
}
