using Cloze.Models;

namespace Cloze.Fuzz;

/// <summary>A model's configuration: read, checked, its parameters laid out, written and read again.</summary>
internal sealed class ConfigInput : FuzzFormat
{
    private static readonly byte[][] s_words = Mix.Words(
        "\"model_type\"", "\"bert\"", "\"gelu\"", "\"hidden_act\"", "\"gelu_new\"", "\"relu\"", "\"vocab_size\"",
        "\"position_embedding_type\"", "\"absolute\"", "\"is_decoder\"", "\"tie_word_embeddings\"", "\"architectures\"",
        "\"num_attention_heads\"", "\"num_hidden_layers\"", "\"hidden_size\"", "1000000", "12", "768");

    private readonly string _again;

    public ConfigInput()
    {
        _again = Path.Combine(Folder, "again");
        Directory.CreateDirectory(_again);
        EncoderConfigFile.Save(Folder, new EncoderConfig { VocabularySize = 8192 }, ModelOutputs.PreTraining);
        byte[] full = File.ReadAllBytes(Path.Combine(Folder, EncoderConfigFile.FileName));
        Seeds = [full, Bytes("""{"vocab_size":30,"hidden_size":8,"num_attention_heads":2,"is_decoder":false}""")];
    }

    public override IReadOnlyList<byte[]> Seeds { get; }

    public override byte[] Mutate(byte[] input, byte[] other, Draw draw) => Mix.Json(input, other, s_words, draw);

    public override string Run(byte[] input)
    {
        Write(EncoderConfigFile.FileName, input);
        EncoderConfig config = EncoderConfigFile.Load(Folder);
        config.Validate();
        var layout = new ParameterLayout(config, ModelOutputs.MaskedLanguageModel);
        Require(layout.Length > 0 && layout.ParameterCount > 0, "a model has a positive number of parameters");
        EncoderConfigFile.Save(_again, config, layout.Outputs);
        EncoderConfig again = EncoderConfigFile.Load(_again);
        Require(config == again, $"a configuration is the same when written and read again: {config} and {again}");
        return $"{config.Activation}, tied {config.TieDecoder}, {Roughly(config.LayerCount)} layers";
    }
}
