using System.Diagnostics;
using Cloze.Inference;
using Microsoft.Extensions.Logging;

namespace Cloze.Extensions;

/// <summary>
/// Loads one model of an application when it is first asked for, for any number of threads, and disposes of it with the
/// container. A load that failed is tried again the next time.
/// </summary>
/// <param name="options">Which model, checked.</param>
/// <param name="logger">Hears of loading and its failure.</param>
internal sealed class ModelHost(ClozeOptions options, ILogger logger) : IDisposable
{
    private readonly object _gate = new();
    private volatile EmbeddingModel? _model;
    private bool _disposed;

    /// <summary>Which model.</summary>
    public ClozeOptions Options => options;

    /// <summary>The model where it is loaded; null before.</summary>
    public EmbeddingModel? Loaded => _model;

    /// <summary>The model, loaded if need be.</summary>
    /// <exception cref="ClozeException">The model cannot be loaded.</exception>
    /// <exception cref="ObjectDisposedException">The container was disposed of.</exception>
    public EmbeddingModel Model => _model ?? Load();

    /// <summary>The model with its head.</summary>
    /// <exception cref="ClozeException">The model cannot be loaded, or is an encoder alone.</exception>
    /// <exception cref="ObjectDisposedException">The container was disposed of.</exception>
    public MaskedLanguageModel MaskedLanguageModel =>
        Model as MaskedLanguageModel ?? throw new ClozeException(
            $"The model {options.GetName()} is loaded as an encoder alone, which cannot predict words.",
            $"Set {nameof(ClozeOptions.EncoderOnly)} to false, or ask for a {nameof(TextEncoder)}.");

    /// <summary>The encoder alone.</summary>
    /// <exception cref="ClozeException">The model cannot be loaded, or is not an encoder alone.</exception>
    /// <exception cref="ObjectDisposedException">The container was disposed of.</exception>
    public TextEncoder TextEncoder =>
        Model as TextEncoder ?? throw new ClozeException(
            $"The model {options.GetName()} is loaded with its head, expected an encoder alone.",
            $"Set {nameof(ClozeOptions.EncoderOnly)} to true, or ask for a {nameof(MaskedLanguageModel)}.");

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed) return;
            _disposed = true;
            if (_model is null) return;
            _model.Dispose();
            Log.Disposed(logger, options.GetName());
        }
    }

    private EmbeddingModel Open() => options.EncoderOnly
        ? TextEncoder.Load(options.Folder!, options.ToEngineOptions())
        : MaskedLanguageModel.Load(options.Folder!, options.ToEngineOptions());

    private EmbeddingModel Load()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_model is { } loaded) return loaded;
            long start = Stopwatch.GetTimestamp();
            try
            {
                EmbeddingModel model = Open();
                double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
                Log.Loaded(logger, options.GetName(), options.Folder!, seconds);
                foreach (string note in model.Tokenizer.Notes)
                {
                    Log.Note(logger, options.GetName(), Printable.Line(note));
                }

                return _model = model;
            }
            catch (ClozeException error)
            {
                Log.NotLoaded(logger, options.GetName(), Printable.Line($"{error.Message} {error.Hint}"));
                throw;
            }
        }
    }
}
