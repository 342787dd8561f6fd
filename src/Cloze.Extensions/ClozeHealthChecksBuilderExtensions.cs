using Cloze;
using Cloze.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds checks of models to an application's health checks.</summary>
public static class ClozeHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check whether a model answers: it predicts one mask, or embeds one token, in its turn among the other
    /// callers; give a timeout where a long queue counts as a failure.
    /// </summary>
    /// <param name="builder">The application's health checks.</param>
    /// <param name="key">The model's key; null for the one without.</param>
    /// <param name="failureStatus">What a failure counts as; null for unhealthy.</param>
    /// <param name="tags">Tags to filter checks by.</param>
    /// <param name="timeout">The longest time of a check; null for none.</param>
    /// <returns>The same health checks, with one named <c>cloze</c>, or <c>cloze:</c> and the key.</returns>
    /// <exception cref="ArgumentNullException">No builder is given.</exception>
    public static IHealthChecksBuilder AddCloze(
        this IHealthChecksBuilder builder,
        string? key = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        string name = key is null ? "cloze" : $"cloze:{key}";
        return builder.Add(new HealthCheckRegistration(
            name, provider => Create(provider, key), failureStatus, tags, timeout));
    }

    private static ClozeHealthCheck Create(IServiceProvider provider, string? key)
    {
        ModelHost host = provider.GetKeyedService<ModelHost>(key ?? Options.Options.DefaultName)
            ?? throw new ClozeException(
                key is null ? "No model is added to the services." : $"No model is added to the services as \"{key}\".",
                "Call services.AddCloze, or AddKeyedCloze with the same key, for every model that is checked.");
        return new ClozeHealthCheck(host, provider.ClozeLogger());
    }
}
