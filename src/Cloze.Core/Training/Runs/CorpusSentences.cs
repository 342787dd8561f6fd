using Cloze.Data;

namespace Cloze.Training;

/// <summary>The corpus as sentences, for an objective with pairs.</summary>
/// <param name="Training">The documents trained on.</param>
/// <param name="HeldOut">The documents held out.</param>
internal sealed record CorpusSentences(SentenceStore Training, SentenceStore HeldOut) : IDisposable
{
    public void Dispose()
    {
        Training.Dispose();
        HeldOut.Dispose();
    }
}
