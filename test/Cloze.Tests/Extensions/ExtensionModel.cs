using Cloze.Models;
using Cloze.Tests.Reference;
using Cloze.Tests.Training;
using Cloze.Text;

namespace Cloze.Tests.Extensions;

/// <summary>A very small model in a folder, and its encoder without a head in another.</summary>
public sealed class ExtensionModel : IDisposable
{
    private readonly TinyRun _run = new();
    private readonly TemporaryFolder _folder = new();

    public ExtensionModel()
    {
        using var backend = new ReferenceBackend();
        using EncoderModel model = EncoderModel.Load(Folder, backend, ModelOutputs.None, out _);
        model.Save(EncoderFolder);
        Tokenizer.Load(Folder).Save(EncoderFolder);
    }

    /// <summary>The model.</summary>
    public string Folder => _run.Start;

    /// <summary>Its encoder alone.</summary>
    public string EncoderFolder => _folder.File("encoder");

    public void Dispose()
    {
        _run.Dispose();
        _folder.Dispose();
    }
}
