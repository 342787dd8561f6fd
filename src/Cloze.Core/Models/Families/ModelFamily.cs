using System.Text.Json;
using Cloze.Formats;

namespace Cloze.Models;

/// <summary>
/// A kind of encoder as Hugging Face's library knows it: how its <c>config.json</c> says sizes and settings, what its
/// tensors are called and what it saves them as. Which blocks it is made of follows from the configuration that it
/// reads: see <see cref="EncoderConfig"/>.
/// </summary>
internal abstract class ModelFamily
{
    /// <summary>Creates a family.</summary>
    /// <param name="modelType">The word of <c>model_type</c>.</param>
    /// <param name="names">What its tensors are called.</param>
    protected ModelFamily(string modelType, WeightNames names) => (ModelType, Names) = (modelType, names);

    /// <summary>The word of <c>model_type</c> in <c>config.json</c>.</summary>
    public string ModelType { get; }

    /// <summary>What its tensors are called.</summary>
    public WeightNames Names { get; }

    /// <summary>What the names of its classes in Hugging Face's library begin with.</summary>
    public string ClassPrefix => ArchitectureOf(ModelOutputs.None)[..^"Model".Length];

    /// <summary>Reads sizes and settings; those that are absent have the library's defaults for the family.</summary>
    /// <exception cref="ClozeException">
    /// A field has a wrong type, or says that the model computes something else than the family does.
    /// </exception>
    public abstract EncoderConfig Read(JsonFile json);

    /// <summary>Writes the fields of sizes and settings, in the order of their names.</summary>
    public abstract void Write(Utf8JsonWriter json, EncoderConfig config);

    /// <summary>The class of Hugging Face's library that has these heads.</summary>
    public abstract string ArchitectureOf(ModelOutputs outputs);

    /// <summary>What the family calls a field of <c>config.json</c> that most call so.</summary>
    public virtual string Field(string name) => name;
}
