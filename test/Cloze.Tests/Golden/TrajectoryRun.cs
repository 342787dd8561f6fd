using System.Text.Json;
using Cloze.Compute;
using Cloze.Models;
using Cloze.Tests.Models;

namespace Cloze.Tests.Golden;

/// <summary>Trains a golden model as its case.json says, one Adam operation a parameter.</summary>
internal sealed class TrajectoryRun(
    EncoderModel model, JsonElement settings, GoldenTensors expected, DifferenceTable table)
{
    private readonly JsonElement _tolerances = settings.GetProperty("tolerances");
    private readonly bool _google = settings.GetProperty("rule").GetString() == "google";

    public void Train()
    {
        Backend backend = model.Backend;
        TokenBatch[] batches =
        [
            .. Enumerable.Range(0, settings.GetProperty("batches").GetInt32())
                .Select(i => GoldenCase.ReadBatch(expected, $"batches.{i}.")),
        ];
        using var training = new EncoderTraining(
            model,
            batches.Max(batch => batch.TokenCount),
            batches.Max(batch => batch.SequenceCount),
            batches.Max(batch => batch.MaskedCount),
            hiddenDropout: 0,
            attentionDropout: 0);
        using Arena memory = backend.CreateArena("moments", 2 * Arena.SizeOf(1, model.Parameters.Columns));
        var first = new EncoderWeights(model.Config, model.Layout, memory.Take(1, model.Parameters.Columns));
        var second = new EncoderWeights(model.Config, model.Layout, memory.Take(1, model.Parameters.Columns));
        for (int step = 1; step <= settings.GetProperty("steps").GetInt32(); step++)
        {
            backend.Clear(training.Gradients);
            BatchLoss loss = training.ForwardBackward(batches[(step - 1) % batches.Length], 1, (uint)step);
            double norm = Math.Sqrt(backend.SumOfSquares(training.Gradients));
            Compare("loss", step, loss.Total);
            Compare("mlm_loss", step, loss.MaskedLanguageModel);
            if (expected.Has("nsp_loss")) Compare("nsp_loss", step, loss.NextSentence);
            Compare("grad_norm", step, norm);
            foreach (ParameterSpec parameter in model.Layout.Parameters)
            {
                string name = parameter.Name;
                AdamStep update = Step(step, norm, parameter.Decays);
                backend.Adam(model[name], training.Gradient(name), first[name], second[name], [], update);
            }
        }
    }

    public void CompareWeights()
    {
        foreach (ParameterSpec parameter in model.Layout.Parameters)
        {
            bool isKeyBias = parameter.Name.EndsWith("attention.self.key.bias", StringComparison.Ordinal);
            string kind = isKeyBias ? "final_key_bias" : "final";
            float[] wanted = expected.Singles($"final.{parameter.Name}");
            float[] actual = TinyModel.Download(model.Backend, model[parameter.Name]);
            table.Compare(kind, parameter.Name, wanted, actual, GoldenCase.Tolerance(_tolerances, kind));
        }
    }

    private AdamStep Step(int step, double norm, bool decays)
    {
        double largest = settings.GetProperty("max_grad_norm").GetDouble();
        double scale = _google ? largest / Math.Max(norm, largest) : Math.Min(1, largest / (norm + 1e-6));
        float rate = (float)settings.GetProperty("lr")[step - 1].GetDouble();
        float decay = decays ? settings.GetProperty("weight_decay").GetSingle() : 0;
        return new AdamStep(
            rate,
            settings.GetProperty("beta1").GetDouble(),
            settings.GetProperty("beta2").GetDouble(),
            settings.GetProperty("eps").GetSingle(),
            decay,
            (float)scale,
            step)
        {
            BiasCorrection = !_google,
        };
    }

    private void Compare(string kind, int step, double actual) => table.Compare(
        kind, $"step {step}", expected.Singles(kind)[step - 1], actual, GoldenCase.Tolerance(_tolerances, kind));
}
