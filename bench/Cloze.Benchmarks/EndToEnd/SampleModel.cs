using Cloze.Benchmarks.EndToEnd.Figures;
using Cloze.Compute;
using Cloze.Measurement;
using Cloze.Models;
using Cloze.Text;
using Cloze.Training;

namespace Cloze.Benchmarks.EndToEnd;

/// <summary>A folder with a model of random weights, for the speed of what works on folders.</summary>
internal static class SampleModel
{
    private const int Cycle = 32;

    /// <summary>Writes the folder, unless it is there.</summary>
    public static void Write(Preset preset, string vocabulary, string folder)
    {
        if (File.Exists(Path.Combine(folder, "config.json"))) return;
        Tokenizer.Load(vocabulary).Save(folder);
        using var backend = new CpuBackend();
        using var model = new EncoderModel(backend, Config(preset), ModelOutputs.MaskedLanguageModel);
        model.InitializeRandomly(1);
        model.Save(folder);
    }

    /// <summary>The sizes of the peers' model.</summary>
    public static EncoderConfig Config(Preset preset) =>
        PeerModel.WithHeadsOf64(WorkloadOptions.For(preset, [BatchLengths.Longest]).Config);

    /// <summary>The lengths of the texts in tokens, those of the ragged batch again and again.</summary>
    public static int[] Lengths(int count)
    {
        int[] lengths = BatchLengths.Ragged(Cycle, BatchLengths.Longest);
        return [.. Enumerable.Range(0, count).Select(text => lengths[text % Cycle])];
    }

    /// <summary>Texts of these lengths, of whole words, 15 % of them masked and one at least.</summary>
    public static string[] Texts(Vocabulary vocabulary, int[] lengths)
    {
        string[] words = [.. vocabulary.Pieces.Where(piece => piece.Length > 2 && piece.All(char.IsAsciiLetterLower))];
        var random = new KeyedRandom(1, RandomPurpose.Order, 0, 1);
        string[] texts = new string[lengths.Length];
        for (int text = 0; text < texts.Length; text++)
        {
            string[] chosen = new string[lengths[text] - 2];
            for (int i = 0; i < chosen.Length; i++) chosen[i] = words[random.NextInteger(words.Length)];
            int masks = Math.Max((int)Math.Round(0.15 * lengths[text]), 1);
            for (int mask = 0; mask < masks; mask++) chosen[(int)((mask + 0.5) * chosen.Length / masks)] = "[MASK]";
            texts[text] = string.Join(' ', chosen);
        }

        return texts;
    }
}
