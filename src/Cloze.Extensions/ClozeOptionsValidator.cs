using Cloze.Compute;
using Cloze.Inference;
using Microsoft.Extensions.Options;

namespace Cloze.Extensions;

/// <summary>Refuses options that no model could be loaded with, before anything is loaded.</summary>
internal sealed class ClozeOptionsValidator : IValidateOptions<ClozeOptions>
{
    private const int MostThreads = 1024;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ClozeOptions options)
    {
        string[] failures = [.. Failures(options)];
        if (failures.Length == 0) return ValidateOptionsResult.Success;
        string model = string.IsNullOrEmpty(name) ? "Cloze" : $"Cloze's model \"{name}\"";
        return ValidateOptionsResult.Fail(failures.Select(failure => $"{model}: {failure}"));
    }

    private static IEnumerable<string> Failures(ClozeOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Folder))
        {
            yield return "Folder is empty, expected a model folder. Set it in code or in the configuration.";
        }

        if (options.Threads is < 0 or > MostThreads)
        {
            yield return $"Threads is {options.Threads}, expected 0 (one a core) to {MostThreads}.";
        }

        if (!DeviceName.IsValid(options.Device))
        {
            yield return $"Device is \"{Printable.Line(options.Device)}\", expected {DeviceName.Expected}.";
        }

        if (!Enum.IsDefined(options.Pooling))
        {
            yield return $"Pooling is {options.Pooling}, expected {string.Join(" or ", Enum.GetNames<Pooling>())}.";
        }

        if (options.Layer < 0) yield return $"Layer is {options.Layer}, expected 0 or more, or nothing for the last.";
        if (options.ModelId is { } id && string.IsNullOrWhiteSpace(id))
        {
            yield return "ModelId is empty, expected a name, or nothing for the folder's.";
        }
    }
}
