using Cloze.Files;
using Cloze.Formats;

namespace Cloze.Models;

/// <summary>Writes a model folder's weights and configuration so that Hugging Face's library opens them.</summary>
internal static class WeightWriter
{
    /// <summary>Gives a stretch of one parameter's values, in row-major order, valid until the next call.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="first">The place of the first value asked for.</param>
    /// <param name="count">How many are asked for.</param>
    public delegate ReadOnlySpan<float> Getter(ParameterSpec parameter, int first, int count);

    /// <summary>
    /// Writes <c>model.safetensors</c> and then <c>config.json</c>; each replaces what stood there when it is whole.
    /// </summary>
    /// <param name="folder">The model folder; made where it is not there.</param>
    /// <param name="config">The model's configuration.</param>
    /// <param name="layout">The model's parameters.</param>
    /// <param name="values">Is asked once for each stretch of each parameter.</param>
    /// <exception cref="ClozeException">The disk is full or the folder cannot be written.</exception>
    public static void Save(string folder, EncoderConfig config, ParameterLayout layout, Getter values)
    {
        Folder.Create(folder);
        SafetensorsWriter.Write(
            Path.Combine(folder, SafetensorsFile.FileName),
            layout.Parameters.Select(parameter => new TensorSource(
                parameter.Name, parameter.Shape, (first, count) => values(parameter, (int)first, count))));
        EncoderConfigFile.Save(folder, config, layout.Outputs);
    }
}
