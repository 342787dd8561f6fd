using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Cloze.Files;

namespace Cloze.Training;

/// <summary>
/// Reads a run's log. Its last line may be half written, where the run goes on or the process was killed: that is
/// passed over. Anything else that cannot be read is named by its line.
/// </summary>
/// <param name="path">The file.</param>
internal sealed class RunLogReader(string path)
{
    private const int LongestLine = 1 << 20;
    private const int MostLines = 1_000_000;
    private readonly List<RunStart> _starts = [];
    private readonly List<RunStep> _steps = [];
    private readonly List<RunEvaluation> _evaluations = [];

    /// <summary>Reads everything.</summary>
    /// <exception cref="ClozeException">The file cannot be read, or a line of it is none of a run's.</exception>
    public RunHistory Read(RunManifest manifest)
    {
        using var stream = new FileStream(UntrustedFile.Open(path), FileAccess.Read);
        var lines = new TextLineReader(stream, path, replaceInvalid: true, LongestLine);
        ClozeException? fault = null;
        while (lines.TryRead(out string line))
        {
            if (fault is not null) throw fault;
            if (lines.LineNumber > MostLines) throw Damaged(lines.LineNumber, "there are too many lines.", null);
            try
            {
                Take(line);
            }
            catch (Exception error) when (error is JsonException or InvalidOperationException)
            {
                // The runtime reads names when they are asked for, and meets half a surrogate pair.
                fault = Damaged(lines.LineNumber, error.Message, error);
            }
        }

        return new RunHistory
        {
            Manifest = manifest,
            Starts = _starts,
            Steps = _steps,
            Evaluations = _evaluations,
        };
    }

    private void Take(string line)
    {
        JsonElement json = UntrustedJson.ParseLine(line);
        bool hasEvent = json.ValueKind == JsonValueKind.Object && json.TryGetProperty("event", out _);
        if (!hasEvent) throw new JsonException("a line has no event.");
        JsonElement name = json.GetProperty("event");
        if (name.ValueKind != JsonValueKind.String) throw new JsonException("an event is no name.");
        if (name.ValueEquals("step")) _steps.Add(As(json, RunLogJson.Relaxed.RunStep));
        else if (name.ValueEquals("evaluation")) _evaluations.Add(As(json, RunLogJson.Relaxed.RunEvaluation));
        else if (name.ValueEquals("start")) _starts.Add(As(json, RunLogJson.Relaxed.RunStart));
    }

    private static T As<T>(JsonElement json, JsonTypeInfo<T> type) =>
        json.Deserialize(type) ?? throw new JsonException("a line is null.");

    private ClozeException Damaged(long line, string what, Exception? error) => new(
        FormattableString.Invariant($"{path}, line {line}: {what}"),
        "The log was changed; the run itself does not depend on it.",
        error);
}
