using System.Text.Json;

namespace Cloze.Benchmarks.EndToEnd.Reporting;

/// <summary>Rows of a whole model's speed: Cloze's figure against each peer's.</summary>
internal static class ModelRows
{
    public static IEnumerable<ReportRow> Measure(
        string what, ReportOptions options, Contestant cloze, IReadOnlyList<(Contestant Peer, Target Target)> peers)
    {
        if (!options.Wants(what)) yield break;
        var alternation = Alternation.Of(options, [cloze, .. peers.Select(pair => pair.Peer)]);
        IReadOnlyList<JsonElement>[][] runs = alternation.Runs;
        double speed = Alternation.Median(runs[0], line => line.Get("tokens") / line.Get("seconds"))!.Value;
        double flopsPerToken = runs[0][0][0].Get("usefulGflop") / runs[0][0][0].Get("tokens");
        double peak = Alternation.Median(runs[0], line => line.Get("peakGflops"))!.Value;
        var row = new ReportRow
        {
            What = what,
            Unit = "real tokens/s",
            Cloze = speed,
            Share = speed * flopsPerToken / peak,
            Doubt = alternation.Doubt,
        };
        if (peers.Count == 0) yield return row;
        for (int i = 0; i < peers.Count; i++)
        {
            double? figure = Alternation.Median(runs[i + 1], PeerSpeed);
            yield return row with
            {
                Peer = peers[i].Peer.Name,
                PeerFigure = figure,
                PeerShare = figure * flopsPerToken / peak,
                Target = peers[i].Target,
            };
        }
    }

    /// <summary>A number of a line.</summary>
    public static double Get(this JsonElement line, string name) => line.GetProperty(name).GetDouble();

    private static double PeerSpeed(JsonElement line) => line.TryGetProperty("real_tokens_per_second", out var torch)
        ? torch.GetDouble()
        : line.Get("realTokensPerSecond");
}
