using Cloze.Compute;
using Cloze.Data;
using Cloze.Masking;
using Cloze.Models;
using Cloze.Text;

namespace Cloze.Evaluation;

/// <summary>A saved model, ready to be measured on texts; the masks depend on the texts alone.</summary>
public sealed class ModelEvaluation : IDisposable
{
    private const int BatchTokens = 4096;
    private readonly Backend _backend;
    private readonly EncoderModel _model;
    private readonly Tokenizer _tokenizer;
    private readonly PieceTable _pieces;
    private readonly Evaluator _evaluator;
    private readonly int _threads;

    private ModelEvaluation(Backend backend, EncoderModel model, Tokenizer tokenizer, int threads)
    {
        _backend = backend;
        _model = model;
        _tokenizer = tokenizer;
        _pieces = PieceTable.From(tokenizer.Vocabulary);
        _threads = threads;
        _evaluator = new Evaluator(model, Math.Max(BatchTokens, model.Config.MaximumPositions));
    }

    /// <summary>Loads a model folder in the Hugging Face layout.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="threads">Threads to compute with; 0 for one a core.</param>
    /// <exception cref="ClozeException">The folder is missing, damaged, or of a model without the head.</exception>
    public static ModelEvaluation Load(string folder, int threads = 0)
    {
        Tokenizer tokenizer = Tokenizer.Load(folder);
        var backend = new CpuBackend(threads);
        try
        {
            EncoderModel model = EncoderModel.Load(folder, backend, ModelOutputs.MaskedLanguageModel, out _);
            return new ModelEvaluation(backend, model, tokenizer, threads > 0 ? threads : Environment.ProcessorCount);
        }
        catch
        {
            backend.Dispose();
            throw;
        }
    }

    /// <summary>Predicts 15 % of the tokens of these documents, the same tokens every time.</summary>
    /// <exception cref="ClozeException">No document has a token to predict.</exception>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public EvaluationResult Evaluate(IEnumerable<string> documents, CancellationToken cancellation = default)
    {
        var options = new TokenStoreOptions
        {
            SequenceLength = Math.Min(new TokenStoreOptions().SequenceLength, _model.Config.MaximumPositions),
            Threads = _threads,
        };
        using TokenStore store = TokenStoreBuilder.BuildInMemory(
            documents, (text, ids) => _tokenizer.AppendIds(text, ids), _pieces, options, cancellation);
        return _evaluator.Evaluate(new EvaluationSet(store, _pieces), cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _evaluator.Dispose();
        _model.Dispose();
        _backend.Dispose();
    }
}
