using Cloze.Data;
using Cloze.Measurement;
using Cloze.Text;
using Cloze.Training;

namespace Cloze.Doctor;

/// <summary>What <see cref="CorpusDoctor"/> looks at.</summary>
public sealed record DoctorOptions
{
    /// <summary>The corpus; null is the reference documentation that the .NET SDK carries.</summary>
    public CorpusOptions? Corpus { get; init; }

    /// <summary>A model folder that would be continued from; null for a new model.</summary>
    public string? Model { get; init; }

    /// <summary>The size of a new model.</summary>
    public Preset Preset { get; init; } = PresetSizes.Usual(learnsPairs: false);

    /// <summary>Pieces of a new vocabulary, in [6, 1,000,000].</summary>
    public int VocabularySize { get; init; } = 8192;

    /// <summary>The kind of a new vocabulary; a model that is continued has its own.</summary>
    public VocabularyKind VocabularyKind { get; init; }

    /// <summary>Whether a new vocabulary keeps capitals and accents.</summary>
    public bool Cased { get; init; }

    /// <summary>Threads, in [0, 1,024]; 0 for one a core.</summary>
    public int Threads { get; init; }

    /// <summary>About how long to measure training steps, in (0, 3,600].</summary>
    public double Seconds { get; init; } = 2;

    /// <summary>
    /// Characters of the sample that is cut into pieces; it has as many to twice as many. All text is read in any case.
    /// </summary>
    public int SampleCharacters { get; init; } = 4_000_000;

    /// <summary>Checks every value against its range.</summary>
    /// <exception cref="ClozeException">A value is outside its range.</exception>
    public void Validate()
    {
        new EngineReportOptions { Threads = Threads, Seconds = Seconds }.Validate();
        if (TrainingOptionTable.Of("vocabulary_size").Kind.Complaint(VocabularySize) is { } complaint)
        {
            throw new ClozeException($"`vocabulary_size` {complaint}", "8192 is the default of training.");
        }
    }

    /// <summary>The threads, the machine's cores counted where none are given.</summary>
    internal int ThreadCount => Threads > 0 ? Threads : Environment.ProcessorCount;
}
