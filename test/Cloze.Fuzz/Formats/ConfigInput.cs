using Cloze.Models;

namespace Cloze.Fuzz;

/// <summary>A model's configuration: read, checked, its parameters laid out, written and read again.</summary>
internal sealed class ConfigInput : FuzzFormat
{
    private static readonly byte[][] s_words = Mix.Words(
        "\"model_type\"", "\"bert\"", "\"gelu\"", "\"hidden_act\"", "\"gelu_new\"", "\"relu\"", "\"vocab_size\"",
        "\"position_embedding_type\"", "\"absolute\"", "\"is_decoder\"", "\"tie_word_embeddings\"", "\"architectures\"",
        "\"num_attention_heads\"", "\"num_hidden_layers\"", "\"hidden_size\"", "1000000", "12", "768", "\"roberta\"",
        "\"distilbert\"", "\"electra\"", "\"modernbert\"", "\"layer_types\"", "\"full_attention\"",
        "\"sliding_attention\"", "\"rope_parameters\"", "\"rope_theta\"", "\"global_attn_every_n_layers\"");

    private readonly string _again;

    public ConfigInput()
    {
        _again = Path.Combine(Folder, "again");
        Directory.CreateDirectory(_again);
        EncoderConfigFile.Save(Folder, new EncoderConfig { VocabularySize = 8192 }, ModelOutputs.PreTraining);
        byte[] full = File.ReadAllBytes(Path.Combine(Folder, EncoderConfigFile.FileName));
        Seeds =
        [
            full,
            Bytes("""{"vocab_size":30,"hidden_size":8,"num_attention_heads":2,"is_decoder":false}"""),
            Bytes("""{"model_type":"roberta","vocab_size":30,"max_position_embeddings":18,"pad_token_id":1}"""),
            Bytes("""{"model_type":"distilbert","vocab_size":30,"dim":8,"n_heads":2,"n_layers":1,"dropout":0.1}"""),
            Bytes("""{"model_type":"electra","vocab_size":30,"embedding_size":4,"hidden_size":8}"""),
            Modern(),
        ];
    }

    public override IReadOnlyList<byte[]> Seeds { get; }

    private byte[] Modern()
    {
        EncoderConfig config = ModelFamilies.Modern(new EncoderConfig { VocabularySize = 30, LayerCount = 3 });
        EncoderConfigFile.Save(Folder, config, ModelOutputs.MaskedLanguageModel);
        return File.ReadAllBytes(Path.Combine(Folder, EncoderConfigFile.FileName));
    }

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
