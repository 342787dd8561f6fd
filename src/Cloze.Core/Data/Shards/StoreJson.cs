using System.Text.Json;
using System.Text.Json.Serialization;
using Cloze.Files;

namespace Cloze.Data;

/// <summary>A store's manifest as JSON: keys in snake_case, unknown and doubled keys refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    WriteIndented = true)]
[JsonSerializable(typeof(StoreManifest), TypeInfoPropertyName = "Manifest")]
[JsonSerializable(typeof(StoreSettings), TypeInfoPropertyName = "Settings")]
internal sealed partial class StoreJson : JsonSerializerContext
{
    private const long LargestFile = 1L << 28;
    private const string Hint = "Copy it again from where it was made, or prepare the store anew.";

    /// <summary>The settings, always the same text for the same values.</summary>
    public static string Write(StoreSettings settings) => JsonSerializer.Serialize(settings, Default.Settings);

    /// <summary>Writes a manifest, whole.</summary>
    /// <exception cref="ClozeException">The disk is full or the folder cannot be written.</exception>
    public static void Write(string folder, StoreManifest manifest) => AtomicFile.WriteText(
        Path.Combine(folder, StoreManifest.FileName), JsonSerializer.Serialize(manifest, Default.Manifest) + "\n");

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="ClozeException">The file cannot be read, is no manifest, or of another version.</exception>
    public static StoreManifest Read(string folder)
    {
        string path = Path.Combine(folder, StoreManifest.FileName);
        byte[] json = UntrustedFile.Read(path, LargestFile);
        StoreManifest manifest;
        try
        {
            manifest = JsonSerializer.Deserialize(json, Default.Manifest)
                ?? throw new JsonException("it is null.");
        }
        catch (JsonException error)
        {
            throw new ClozeException($"{path} is not the manifest of a store: {error.Message}", Hint, error);
        }

        if (manifest.Format != StoreManifest.CurrentFormat)
        {
            throw new ClozeException(
                $"{path} has format {manifest.Format}, expected {StoreManifest.CurrentFormat}.",
                "Use the version of Cloze that wrote it, or prepare the store anew.");
        }

        Check(manifest, path);
        return manifest;
    }

    private static void Check(StoreManifest manifest, string path)
    {
        bool hasParts = manifest.Part >= 1 && manifest.Part <= manifest.Parts && manifest.Parts <= StoreParts.Most;
        if (!hasParts)
        {
            throw new ClozeException($"{path} is part {manifest.Part} of {manifest.Parts}, which cannot be.", Hint);
        }

        if (manifest.SettingsHash != StoreManifest.HashOf(manifest.VocabularyHash, manifest.Settings))
        {
            throw new ClozeException($"{path} has settings that do not have their hash: it was changed by hand.", Hint);
        }

        bool dropsDuplicates = manifest.Settings.NearDuplicateRule != NearDuplicateRule.None;
        if (dropsDuplicates != manifest.NearDuplicates is not null || manifest.NearDuplicates is { IsSound: false })
        {
            throw new ClozeException($"{path} says of near-duplicates what cannot be: it was changed by hand.", Hint);
        }

        string? foreign = NamesIn(manifest).FirstOrDefault(name => !IsName(name));
        if (foreign is null) return;
        throw new ClozeException(
            $"{path} names \"{foreign}\", expected the plain name of a file beside it.", Hint);
    }

    private static IEnumerable<string> NamesIn(StoreManifest manifest) => Enum.GetValues<StoreHalf>()
        .SelectMany(manifest.FilesOf)
        .Select(file => file.File)
        .Concat(manifest.NearDuplicates?.Signatures.Select(file => file.File) ?? []);

    private static bool IsName(string name) =>
        name.Length > 0 && name is not ("." or "..") && name.IndexOfAny(['/', '\\', ':', '\0']) < 0;
}
