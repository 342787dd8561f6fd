using Cloze.Formats;

namespace Cloze.Models;

/// <summary>Writes a model folder's weights and configuration so that Hugging Face's library opens them.</summary>
public static class WeightWriter
{
    /// <summary>Gives the values of one parameter, in row-major order, valid until the next call.</summary>
    public delegate ReadOnlySpan<float> Getter(ParameterSpec parameter);

    /// <summary>
    /// Writes <c>model.safetensors</c> and then <c>config.json</c>; each replaces what stood there when it is whole.
    /// </summary>
    /// <param name="folder">The model folder; made where it is not there.</param>
    /// <param name="config">The model's configuration.</param>
    /// <param name="layout">The model's parameters.</param>
    /// <param name="values">Is asked once for each parameter.</param>
    /// <exception cref="ClozeException">The disk is full or the folder cannot be written.</exception>
    public static void Save(string folder, BertConfig config, ParameterLayout layout, Getter values)
    {
        CreateFolder(folder);
        SafetensorsWriter.Write(
            Path.Combine(folder, SafetensorsFolder.FileName),
            layout.Parameters.Select(
                parameter => new TensorSource(parameter.Name, parameter.Shape, () => values(parameter))));
        BertConfigFile.Save(folder, config, layout.Heads);
    }

    private static void CreateFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ClozeException(
                $"Cannot make the folder {folder}: {error.Message}", "Choose another folder.", error);
        }
    }
}
