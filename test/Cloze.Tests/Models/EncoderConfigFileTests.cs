using Cloze.Compute;
using Cloze.Models;
using Xunit;

namespace Cloze.Tests.Models;

public sealed class EncoderConfigFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AFileWithoutSizesIsBertBase()
    {
        _folder.Write("config.json", """{"model_type":"bert"}""");
        Assert.Equal(new EncoderConfig { VocabularySize = 30522 }, EncoderConfigFile.Load(_folder.Path));
    }

    [Fact]
    public void AFileOf2018HasDefaultsWhereItIsSilent()
    {
        EncoderConfig config = EncoderConfigFile.Load(SharedFiles.Require("golden/bert/old-names"));
        Assert.Equal(
            new EncoderConfig
            {
                VocabularySize = 110,
                HiddenSize = 32,
                LayerCount = 2,
                AttentionHeadCount = 4,
                InnerSize = 64,
                MaximumPositions = 48,
                TokenTypes = 2,
                LayerNormEpsilon = 1e-12f,
                PaddingId = 0,
                TieDecoder = true,
            },
            config);
    }

    [Fact]
    public void EveryFieldIsReadFromTheUntiedCase()
    {
        EncoderConfig config = EncoderConfigFile.Load(SharedFiles.Require("golden/bert/untied"));
        Assert.Equal(
            new EncoderConfig
            {
                VocabularySize = 113,
                HiddenSize = 32,
                LayerCount = 2,
                AttentionHeadCount = 4,
                InnerSize = 64,
                MaximumPositions = 48,
                TokenTypes = 1,
                LayerNormEpsilon = 1e-5f,
                PaddingId = 3,
                TieDecoder = false,
            },
            config);
    }

    [Theory]
    [InlineData("gelu", Activation.Gelu)]
    [InlineData("gelu_python", Activation.Gelu)]
    [InlineData("gelu_new", Activation.GeluTanh)]
    [InlineData("gelu_fast", Activation.GeluTanh)]
    [InlineData("gelu_pytorch_tanh", Activation.GeluTanh)]
    [InlineData("relu", Activation.Relu)]
    [InlineData("tanh", Activation.Tanh)]
    public void ActivationsAreKnownByName(string name, Activation expected)
    {
        _folder.Write("config.json", $$"""{"hidden_act":"{{name}}"}""");
        Assert.Equal(expected, EncoderConfigFile.Load(_folder.Path).Activation);
    }

    [Fact]
    public void WhatIsWrittenIsRead()
    {
        var config = new EncoderConfig
        {
            VocabularySize = 8192,
            HiddenSize = 60,
            LayerCount = 3,
            AttentionHeadCount = 5,
            InnerSize = 77,
            MaximumPositions = 99,
            TokenTypes = 3,
            Activation = Activation.GeluTanh,
            LayerNormEpsilon = 3e-7f,
            HiddenDropout = 0.15f,
            AttentionDropout = 0,
            InitializerRange = 0.03f,
            PaddingId = 4,
            TieDecoder = false,
        };
        EncoderConfigFile.Save(_folder.Path, config, ModelOutputs.PreTraining);
        Assert.Equal(config, EncoderConfigFile.Load(_folder.Path));
    }

    [Fact]
    public void TheFileHasWhatHuggingFaceAsksFor()
    {
        EncoderConfigFile.Save(
            _folder.Path, new EncoderConfig { VocabularySize = 8192 }, ModelOutputs.MaskedLanguageModel);
        Assert.Equal(
            """
            {
              "architectures": [
                "BertForMaskedLM"
              ],
              "attention_probs_dropout_prob": 0.1,
              "dtype": "float32",
              "hidden_act": "gelu",
              "hidden_dropout_prob": 0.1,
              "hidden_size": 768,
              "initializer_range": 0.02,
              "intermediate_size": 3072,
              "layer_norm_eps": 1E-12,
              "max_position_embeddings": 512,
              "model_type": "bert",
              "num_attention_heads": 12,
              "num_hidden_layers": 12,
              "pad_token_id": 0,
              "tie_word_embeddings": true,
              "type_vocab_size": 2,
              "vocab_size": 8192
            }

            """,
            File.ReadAllText(_folder.File("config.json")));
    }

    [Theory]
    [InlineData(ModelOutputs.None, "BertModel")]
    [InlineData(ModelOutputs.Pooler, "BertModel")]
    [InlineData(ModelOutputs.MaskedLanguageModel, "BertForMaskedLM")]
    [InlineData(ModelOutputs.MaskedLanguageModel | ModelOutputs.Pooler, "BertForMaskedLM")]
    [InlineData(ModelOutputs.NextSentence, "BertForNextSentencePrediction")]
    [InlineData(ModelOutputs.PreTraining, "BertForPreTraining")]
    public void TheArchitectureFollowsTheHeads(ModelOutputs heads, string expected) =>
        Assert.Equal(expected, ModelFamilies.Get("bert").ArchitectureOf(heads));

    [Theory]
    [InlineData("model_type", "\"gpt2\"",
        "is \"gpt2\", expected one of \"bert\", \"roberta\", \"xlm-roberta\", \"distilbert\", \"electra\", "
        + "\"modernbert\".")]
    [InlineData("is_decoder", "true", "is true, expected false: Cloze computes encoders.")]
    [InlineData("add_cross_attention", "true", "is true, expected false: Cloze computes encoders.")]
    [InlineData("position_embedding_type", "\"relative_key\"", "is \"relative_key\", expected \"absolute\".")]
    [InlineData("hidden_act", "\"swish\"",
        "is \"swish\", expected one of gelu, gelu_python, gelu_new, gelu_fast, gelu_pytorch_tanh, relu, tanh.")]
    [InlineData("hidden_act", "3", "is 3, expected a string.")]
    [InlineData("vocab_size", "\"30522\"", "is \"30522\", expected a whole number.")]
    [InlineData("vocab_size", "0", "is 0, expected a whole number from 1 to 16777216.")]
    [InlineData("vocab_size", "16777217", "is 16777217, expected a whole number from 1 to 16777216.")]
    [InlineData("vocab_size", "2796203", "is 2796203, expected at most 2796202 with a hidden_size of 768.")]
    [InlineData("hidden_size", "-12", "is -12, expected a whole number from 1 to 65536.")]
    [InlineData("hidden_size", "2000000000", "is 2000000000, expected a whole number from 1 to 65536.")]
    [InlineData("num_hidden_layers", "1025", "is 1025, expected a whole number from 1 to 1024.")]
    [InlineData("num_hidden_layers", "1000",
        "is 1000, expected a model of at most 2147483647 parameters, not 7112923970.")]
    [InlineData("num_attention_heads", "0", "is 0, expected a whole number from 1 to 768.")]
    [InlineData("num_attention_heads", "7", "is 7, expected a divisor of hidden_size, 768.")]
    [InlineData("intermediate_size", "0", "is 0, expected a whole number from 1 to 1048576.")]
    [InlineData("max_position_embeddings", "0", "is 0, expected a whole number from 1 to 1048576.")]
    [InlineData("type_vocab_size", "0", "is 0, expected a whole number from 1 to 65536.")]
    [InlineData("hidden_dropout_prob", "1", "is 1, expected a number from 0 to below 1.")]
    [InlineData("attention_probs_dropout_prob", "-0.1", "is -0.1, expected a number from 0 to below 1.")]
    [InlineData("layer_norm_eps", "1e-60", "is 1e-60, expected a number above 0.")]
    [InlineData("layer_norm_eps", "1e60", "is 1e60, expected a number above 0.")]
    [InlineData("initializer_range", "-1", "is -1, expected a number from 0.")]
    [InlineData("pad_token_id", "30522", "is 30522, expected an id from 0 to 30521, or -1 or null for none.")]
    [InlineData("pad_token_id", "-2", "is -2, expected an id from 0 to 30521, or -1 or null for none.")]
    [InlineData("layer_norm_eps", "NaN", "is NaN, expected a number.")]
    [InlineData("hidden_act", "\"silu\"",
        "is \"silu\", expected one of gelu, gelu_python, gelu_new, gelu_fast, gelu_pytorch_tanh, relu, tanh.")]
    [InlineData("tie_word_embeddings", "\"yes\"", "is \"yes\", expected true or false.")]
    public void AFieldThatCannotBeUsedIsNamed(string field, string value, string expected)
    {
        string path = _folder.Write("config.json", $$"""{"{{field}}":{{value}}}""");
        var error = Assert.Throws<ClozeException>(() => EncoderConfigFile.Load(_folder.Path));
        Assert.Equal($"{path}: field \"{field}\" {expected}", error.Message);
        Assert.Contains(field, error.Hint);
    }

    [Theory]
    [InlineData("model_type", "\"gpt2\"", "model_type")]
    [InlineData("hidden_act", "\"silu\"", "hidden_act")]
    [InlineData("is_decoder", "true", "encoder")]
    [InlineData("add_cross_attention", "true", "encoder")]
    [InlineData("position_embedding_type", "\"relative_key\"", "absolute")]
    public void AModelOfAnotherComputationIsNotToBeMended(string field, string value, string understood)
    {
        _folder.Write("config.json", $$"""{"{{field}}":{{value}}}""");
        string hint = Assert.Throws<ClozeException>(() => EncoderConfigFile.Load(_folder.Path)).Hint;
        Assert.DoesNotContain("Mend", hint);
        Assert.Contains("wrong results", hint);
        Assert.Contains(understood, hint);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("-1")]
    public void AModelWithoutPaddingIsReadAndWritten(string none)
    {
        _folder.Write("config.json", $$"""{"vocab_size":9,"pad_token_id":{{none}}}""");
        EncoderConfig config = EncoderConfigFile.Load(_folder.Path);
        Assert.Equal(-1, config.PaddingId);
        config.Validate();
        EncoderConfigFile.Save(_folder.Path, config, ModelOutputs.MaskedLanguageModel);
        Assert.Contains("\"pad_token_id\": null", File.ReadAllText(_folder.File("config.json")));
        Assert.Equal(config, EncoderConfigFile.Load(_folder.Path));
    }

    [Fact]
    public void AFileOfManyClassesAndFieldsOfOthersIsRead()
    {
        string classes = string.Join(',', Enumerable.Range(0, 60_000).Select(i => $"\"{i}\":\"a class named {i}\""));
        string path = _folder.Write(
            "config.json", $$"""{"id2label":{{{classes}}},"score":NaN,"limits":[-Infinity,Infinity],"vocab_size":9}""");
        Assert.True(new FileInfo(path).Length > 1 << 20);
        Assert.Equal(9, EncoderConfigFile.Load(_folder.Path).VocabularySize);
    }

    [Fact]
    public void AConfigurationMadeInCodeIsCheckedToo()
    {
        var config = new EncoderConfig { VocabularySize = 100, HiddenSize = 30, AttentionHeadCount = 4 };
        Assert.Equal("The model's num_attention_heads is 4, expected a divisor of hidden_size, 30.",
            Assert.Throws<ClozeException>(config.Validate).Message);
        Assert.Equal("The model's hidden_dropout_prob is NaN, expected a number from 0 to below 1.",
            Assert.Throws<ClozeException>(
                (config with { AttentionHeadCount = 3, HiddenDropout = float.NaN }).Validate).Message);
        (config with { AttentionHeadCount = 3 }).Validate();
    }

    [Fact]
    public void AFolderWithoutTheFileIsRefused() => Assert.Equal(
        $"There is no file {_folder.File("config.json")}.",
        Assert.Throws<ClozeException>(() => EncoderConfigFile.Load(_folder.Path)).Message);
}
