using Cloze.Inference;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Cloze.Extensions;

/// <summary>
/// Whether a model answers: it is loaded if need be, and predicts one mask or embeds one token, in its turn among the
/// other callers.
/// </summary>
internal sealed class ClozeHealthCheck(ModelHost host, ILogger logger) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        string name = host.Options.GetName();
        try
        {
            EmbeddingModel model = host.Loaded ?? await LoadAsync(cancellationToken).ConfigureAwait(false);
            if (await AnswersAsync(model, cancellationToken).ConfigureAwait(false))
            {
                return HealthCheckResult.Healthy($"The model {name} answers.", Facts(name, model));
            }

            return Failed(context, $"The model {name} answers with numbers that are not finite.", null);
        }
        catch (Exception error) when (error is ClozeException or ObjectDisposedException)
        {
            string hint = error is ClozeException { Hint: var what } ? $" {what}" : "";
            return Failed(context, Printable.Line($"The model {name} does not answer: {error.Message}{hint}"), error);
        }
    }

    private Task<EmbeddingModel> LoadAsync(CancellationToken cancellation) =>
        Task.Run(() => host.Model, cancellation).WaitAsync(cancellation);

    private static async Task<bool> AnswersAsync(EmbeddingModel model, CancellationToken cancellation)
    {
        string mask = model.Tokenizer.Vocabulary.SpecialTokens.Mask;
        if (model is MaskedLanguageModel predictor)
        {
            var one = new FillOptions { TopK = 1 };
            IReadOnlyList<Prediction> words = await predictor.FillAsync(mask, one, cancellation).ConfigureAwait(false);
            return double.IsFinite(words[0].Probability);
        }

        TextEmbedding text = await model.EmbedAsync(mask, null, cancellation).ConfigureAwait(false);
        return float.IsFinite(text.Values.Span[0]);
    }

    private static Dictionary<string, object> Facts(string name, EmbeddingModel model) => new()
    {
        ["model"] = name,
        ["layers"] = model.Config.LayerCount,
        ["hidden_size"] = model.Config.HiddenSize,
        ["vocabulary_size"] = model.Config.VocabularySize,
        ["maximum_positions"] = model.Config.MaximumPositions,
    };

    private HealthCheckResult Failed(HealthCheckContext context, string reason, Exception? error)
    {
        Log.Unhealthy(logger, host.Options.GetName(), reason);
        return new HealthCheckResult(context.Registration.FailureStatus, reason, error);
    }
}
