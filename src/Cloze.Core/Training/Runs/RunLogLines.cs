using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cloze.Evaluation;

namespace Cloze.Training;

/// <summary>
/// Writes the lines of a run's log: a JSON object each, whose first field <c>event</c> is "start", "step" or
/// "evaluation". A line of a step allocates nothing.
/// </summary>
internal sealed class RunLogLines
{
    private readonly ArrayBufferWriter<byte> _bytes = new(1 << 14);
    private readonly Utf8JsonWriter _json;

    public RunLogLines() => _json = new Utf8JsonWriter(
        _bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The lines since the last <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    /// <summary>Forgets the lines.</summary>
    public void Clear() => _bytes.ResetWrittenCount();

    /// <summary>Adds the beginning of a session.</summary>
    public void Add(RunStart start)
    {
        Begin("start");
        _json.WriteNumber("step", start.Step);
        _json.WriteString("time", start.Time);
        _json.WriteString("version", start.Version);
        _json.WriteString("backend", start.Backend);
        End();
    }

    /// <summary>Adds a step.</summary>
    public void Add(in StepReport step)
    {
        Begin("step");
        _json.WriteNumber("step", step.Position.Step);
        _json.WriteNumber("epoch", step.Epochs);
        _json.WriteNumber("tokens", step.Position.Tokens);
        _json.WriteNumber("seconds", step.Position.Seconds);
        Number("tokens_per_second", step.TokensPerSecond);
        Number("loss", step.Loss);
        Number("smoothed_loss", step.SmoothedLoss);
        _json.WriteNumber("learning_rate", step.LearningRate);
        Number("grad_norm", step.GradientNorm);
        if (step.UpdateRatio is { } ratio) Number("update_ratio", ratio);
        if (step.NextSentence is { } pairs) Number("next_sentence_accuracy", pairs.SmoothedAccuracy);
        End();
    }

    /// <summary>Adds an evaluation.</summary>
    public void Add(EvaluationReport report)
    {
        Begin("evaluation");
        _json.WriteNumber("step", report.Position.Step);
        _json.WriteNumber("tokens", report.Position.Tokens);
        _json.WriteNumber("seconds", report.Position.Seconds);
        Number("loss", report.Result.Loss);
        _json.WriteNumber("top1_accuracy", report.Result.Top1Accuracy);
        _json.WriteNumber("top5_accuracy", report.Result.Top5Accuracy);
        _json.WriteNumber("masked_tokens", report.Result.MaskedTokens);
        _json.WriteString("mask_hash", report.Result.MaskHash);
        _json.WriteBoolean("final", report.IsFinal);
        if (report.Result.NextSentence is { } pairs) Write(pairs);
        _json.WriteStartArray("by_frequency");
        foreach (EvaluationGroup group in report.ByFrequency) Write(group);
        _json.WriteEndArray();
        _json.WriteStartArray("examples");
        foreach (FilledMask example in report.Examples) Write(example);
        _json.WriteEndArray();
        End();
    }

    private void Begin(string name)
    {
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteString("event", name);
    }

    private void End()
    {
        _json.WriteEndObject();
        _json.Flush();
        _bytes.Write("\n"u8);
    }

    private void Number(string name, double value)
    {
        if (double.IsFinite(value)) _json.WriteNumber(name, value);
        else _json.WriteNull(name);
    }

    private void Write(NextSentenceResult pairs)
    {
        _json.WriteStartObject("next_sentence");
        _json.WriteNumber("loss", double.IsFinite(pairs.Loss) ? pairs.Loss : 0);
        _json.WriteNumber("accuracy", pairs.Accuracy);
        _json.WriteNumber("pairs", pairs.Pairs);
        _json.WriteNumber("majority", pairs.Majority);
        _json.WriteString("pair_hash", pairs.PairHash);
        _json.WriteEndObject();
    }

    private void Write(EvaluationGroup group)
    {
        _json.WriteStartObject();
        _json.WriteString("name", group.Name);
        _json.WriteNumber("masked_tokens", group.MaskedTokens);
        _json.WriteNumber("loss", double.IsFinite(group.Loss) ? group.Loss : 0);
        _json.WriteNumber("top1_accuracy", group.Top1Accuracy);
        _json.WriteNumber("top5_accuracy", group.Top5Accuracy);
        _json.WriteStartArray("examples");
        foreach (string piece in group.Examples) _json.WriteStringValue(piece);
        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    private void Write(FilledMask example)
    {
        _json.WriteStartObject();
        _json.WriteString("text", example.Text);
        _json.WriteString("word", example.Word);
        _json.WriteStartArray("predictions");
        foreach (MaskPrediction prediction in example.Predictions)
        {
            _json.WriteStartObject();
            _json.WriteString("word", prediction.Word);
            _json.WriteNumber("probability", float.IsFinite(prediction.Probability) ? prediction.Probability : 0);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
    }
}
