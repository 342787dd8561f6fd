using System.Text.Json;
using System.Text.Json.Serialization;
using Cloze.Files;

namespace Cloze.Training;

/// <summary>Options as a JSON object with the table's keys; an unknown key is refused.</summary>
internal sealed class TrainingOptionsJson : JsonConverter<TrainingOptions>
{
    /// <summary>
    /// The largest file of options or state that is read, in bytes: options may name a million files, and a long run
    /// has thousands of evaluations.
    /// </summary>
    public const int LargestFile = 1 << 28;

    /// <summary>Reads options from a file.</summary>
    /// <exception cref="ClozeException">
    /// The file is missing, is no JSON object, holds an unknown key, or a value of the wrong type or range.
    /// </exception>
    public static TrainingOptions Load(string path)
    {
        JsonElement json = Parse(path);
        if (json.ValueKind != JsonValueKind.Object) throw Refuse(path, "this is not a JSON object.");
        TrainingOptions options = Read(json, (problem, guess) => Refuse(path, problem, guess));
        foreach (TrainingOption option in TrainingOptionTable.All)
        {
            if (option.Complaint(options) is { } complaint) throw Refuse(path, $"\"{option.Key}\" {complaint}");
        }

        return options;
    }

    /// <inheritdoc/>
    public override TrainingOptions Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        using JsonDocument json = JsonDocument.ParseValue(ref reader);
        if (json.RootElement.ValueKind != JsonValueKind.Object) throw new JsonException("options are no object.");
        return Read(json.RootElement, (problem, _) => new JsonException(problem));
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TrainingOptions value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (TrainingOption option in TrainingOptionTable.All)
        {
            if (option.Get(value) is not { } given) continue;
            writer.WritePropertyName(option.Key);
            option.Kind.Write(writer, given);
        }

        writer.WriteEndObject();
    }

    private static TrainingOptions Read(JsonElement json, Func<string, string?, Exception> refuse)
    {
        var options = new TrainingOptions();
        foreach (JsonProperty property in json.EnumerateObject())
        {
            if (TrainingOptionTable.TryFind(property.Name) is not { } option)
            {
                throw refuse($"unknown key \"{property.Name}\".", TrainingOptionTable.TryGuess(property.Name)?.Key);
            }

            object value = Value(option, property.Value) ?? throw refuse(
                $"\"{option.Key}\" is {property.Value.GetRawText()}, expected {option.Kind.Expected}.", null);
            options = option.Set(options, value);
        }

        return options;
    }

    // Null where a string has half a character: the value is then no value of the option.
    private static object? Value(TrainingOption option, JsonElement json)
    {
        try
        {
            return option.Kind.Read(json);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static JsonElement Parse(string path)
    {
        byte[] json = UntrustedFile.Read(path, LargestFile);
        try
        {
            return UntrustedJson.Parse(json);
        }
        catch (JsonException error)
        {
            throw new ClozeException(
                $"Cannot read the options in {path}: {error.Message}", "Give a file that holds a JSON object.", error);
        }
    }

    private static ClozeException Refuse(string path, string problem, string? guess = null) => new(
        $"{path}: {problem}",
        guess is null ? "Correct the file; its keys are those of a run's options.json." : $"Did you mean \"{guess}\"?");
}
