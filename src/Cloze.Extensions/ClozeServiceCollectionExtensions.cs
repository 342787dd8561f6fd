using Cloze.Extensions;
using Cloze.Inference;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Adds models to an application, each a singleton that the container disposes of: as <see cref="MaskedLanguageModel"/>
/// or <see cref="TextEncoder"/>, its <see cref="Cloze.Text.Tokenizer"/>, as
/// <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> of strings and as <see cref="ML.Tokenizers.Tokenizer"/>.
/// A model is loaded once, whatever is asked of it.
/// </summary>
public static class ClozeServiceCollectionExtensions
{
    /// <summary>Adds the application's model.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="folder">The model folder in the Hugging Face layout.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentNullException">An argument is missing.</exception>
    public static IServiceCollection AddCloze(this IServiceCollection services, string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return Add(services, null, options => options.Configure(cloze => cloze.Folder = folder));
    }

    /// <summary>Adds the application's model.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentNullException">An argument is missing.</exception>
    public static IServiceCollection AddCloze(this IServiceCollection services, Action<ClozeOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Add(services, null, options => options.Configure(configure));
    }

    /// <summary>Adds the application's model.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="section">Holds the options; a key that is none of them is an error.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentNullException">An argument is missing.</exception>
    public static IServiceCollection AddCloze(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return Add(services, null, options => Bind(options, section));
    }

    /// <summary>Adds one of several models, as keyed services.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="key">The key of its services, and the name of its options.</param>
    /// <param name="folder">The model folder in the Hugging Face layout.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentNullException">An argument is missing.</exception>
    /// <exception cref="ArgumentException">The key is empty.</exception>
    public static IServiceCollection AddKeyedCloze(this IServiceCollection services, string key, string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentNullException.ThrowIfNull(folder);
        return Add(services, key, options => options.Configure(cloze => cloze.Folder = folder));
    }

    /// <summary>Adds one of several models, as keyed services.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="key">The key of its services, and the name of its options.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentNullException">An argument is missing.</exception>
    /// <exception cref="ArgumentException">The key is empty.</exception>
    public static IServiceCollection AddKeyedCloze(
        this IServiceCollection services, string key, Action<ClozeOptions> configure)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentNullException.ThrowIfNull(configure);
        return Add(services, key, options => options.Configure(configure));
    }

    /// <summary>Adds one of several models, as keyed services.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="key">The key of its services, and the name of its options.</param>
    /// <param name="section">Holds the options; a key that is none of them is an error.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentNullException">An argument is missing.</exception>
    /// <exception cref="ArgumentException">The key is empty.</exception>
    public static IServiceCollection AddKeyedCloze(
        this IServiceCollection services, string key, IConfiguration section)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentNullException.ThrowIfNull(section);
        return Add(services, key, options => Bind(options, section));
    }

    internal static ILogger ClozeLogger(this IServiceProvider provider) =>
        (provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger(Log.Category);

    private static void Bind(OptionsBuilder<ClozeOptions> options, IConfiguration section) =>
        options.Bind(section, binder => binder.ErrorOnUnknownConfiguration = true);

    private static IServiceCollection Add(
        IServiceCollection services, string? key, Action<OptionsBuilder<ClozeOptions>> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        string name = key ?? Options.Options.DefaultName;
        configure(services.AddOptions<ClozeOptions>(name).ValidateOnStart());
        if (services.Any(service => service.ServiceType == typeof(ModelHost) && name.Equals(service.ServiceKey)))
        {
            return services;
        }

        services.AddSingleton<IValidateOptions<ClozeOptions>, ClozeOptionsValidator>();
        services.AddKeyedSingleton(name, (provider, _) => new ModelHost(
            provider.GetRequiredService<IOptionsMonitor<ClozeOptions>>().Get(name), provider.ClozeLogger()));
        services.AddSingleton<IHostedService>(provider => new ModelStart(Host(provider)));
        AddModel(services, key, Host);
        return services;

        ModelHost Host(IServiceProvider provider) => provider.GetRequiredKeyedService<ModelHost>(name);
    }

    private static void AddModel(IServiceCollection services, string? key, Func<IServiceProvider, ModelHost> host)
    {
        AddService(provider => host(provider).MaskedLanguageModel);
        AddService(provider => host(provider).TextEncoder);
        AddService(provider => host(provider).Model.Tokenizer);
        AddService<ML.Tokenizers.Tokenizer>(provider => new ClozeTokenizer(host(provider).Model.Tokenizer));
        AddService<IEmbeddingGenerator<string, Embedding<float>>>(
            provider => new ClozeEmbeddingGenerator(host(provider), provider.ClozeLogger()));
        AddService<IEmbeddingGenerator>(
            provider => provider.GetRequiredKeyedService<IEmbeddingGenerator<string, Embedding<float>>>(key));

        void AddService<T>(Func<IServiceProvider, T> make)
            where T : class => services.AddKeyedSingleton<T>(key, (provider, _) => make(provider));
    }
}
