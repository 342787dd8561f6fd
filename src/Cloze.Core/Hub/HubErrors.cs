using System.Net;

namespace Cloze.Hub;

/// <summary>The errors of a hub that does not give what was asked for.</summary>
internal static class HubErrors
{
    private const string ForWhom = "For a private or gated model set HF_TOKEN, and accept its terms on the hub.";

    /// <summary>The error of an answer that another try would not better.</summary>
    public static ClozeException Refused(HubName name, Uri asked, HttpStatusCode status, bool hasToken) => status switch
    {
        HttpStatusCode.NotFound => new ClozeException(
            $"There is no folder {name.Model}, and {asked.Host} has no model {name}.",
            "Check the name and the revision; for a folder, check the path."),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new ClozeException(
            $"There is no folder {name.Model}, and {asked.Host} has no model {name} or does not give it to "
            + (hasToken ? "the holder of this HF_TOKEN." : "somebody without a token."),
            hasToken ? "Check the name, and that the token may read it." : "Check the name. " + ForWhom),
        _ => new ClozeException(
            $"{asked.Host} answers {(int)status} for {name}, expected 200.", "Try again later."),
    };

    /// <summary>The error of a hub that could not be reached, or broke off, as often as it was tried.</summary>
    public static ClozeException Unreachable(HubName name, Uri asked, string finding, Exception? error = null) => new(
        $"There is no folder {name.Model}, and {name} cannot be downloaded from {asked.Host}: {finding}",
        "Check the network, or try again: what is here already is kept. For a folder, check the path.",
        error);

    /// <summary>The error of an answer that is none of a hub.</summary>
    public static ClozeException Strange(HubName name, Uri asked, string finding) => new(
        $"{asked.Host} does not answer as a hub does for {name}: {finding}", "Check HF_ENDPOINT.");
}
