using Cloze.Inference;

namespace Cloze.Tests.Inference;

/// <summary>
/// A folder with a very small model whose tokenizer counts the space before a word to its token's place: Metaspace, or
/// bytes with a post-processor that trims nothing.
/// </summary>
internal sealed class SpacedModel : IDisposable
{
    public const string Metaspace = "Metaspace", ByteLevel = "ByteLevel";

    private readonly PieceModel _model = new();

    public SpacedModel(string kind)
    {
        string[] kept = ["config.json", "model.safetensors"];
        foreach (string file in Directory.GetFiles(Folder))
        {
            if (!kept.Contains(Path.GetFileName(file))) File.Delete(file);
        }

        string split = kind == Metaspace
            ? """{"type":"Metaspace","replacement":"\u2581","prepend_scheme":"always","split":true}"""
            : """{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true}""";
        File.WriteAllText(Path.Combine(Folder, "tokenizer.json"), $$$"""
            {"version":"1.0","truncation":null,"padding":null,"normalizer":null,
            "added_tokens":[{{{Special(0, "<s>")}}},{{{Special(1, "<pad>")}}},{{{Special(2, "</s>")}}},
            {{{Special(3, "<mask>")}}},{{{Special(4, "<unk>")}}}],
            "pre_tokenizer":{{{split}}},"decoder":{{{split}}},
            "post_processor":{"type":"TemplateProcessing",
            "single":[{{{Step("SpecialToken", "<s>")}}},{{{Step("Sequence", "A")}}},{{{Step("SpecialToken", "</s>")}}}],
            "pair":[{{{Step("SpecialToken", "<s>")}}},{{{Step("Sequence", "A")}}},{{{Step("SpecialToken", "</s>")}}},
            {{{Step("Sequence", "B")}}},{{{Step("SpecialToken", "</s>")}}}],
            "special_tokens":{"<s>":{"id":"<s>","ids":[0],"tokens":["<s>"]},
            "</s>":{"id":"</s>","ids":[2],"tokens":["</s>"]}
            }},
            "model":{{{(kind == Metaspace ? Unigram() : BytePairs())}}}
            }
            """);
    }

    public string Folder => _model.Folder;

    public MaskedLanguageModel Load() => MaskedLanguageModel.Load(Folder, threads: 1);

    public void Dispose() => _model.Dispose();

    private static string Special(int id, string token) => $$"""{"id":{{id}},"content":"{{token}}","special":true}""";

    private static string Step(string kind, string id) => $$$"""{"{{{kind}}}":{"id":"{{{id}}}","type_id":0}}""";

    private static string Unigram() => """
        {"type":"Unigram","unk_id":4,"byte_fallback":false,"vocab":[["<s>",0],["<pad>",0],["</s>",0],["<mask>",0],
        ["<unk>",0],["\u2581the",-1],["\u2581cat",-1],["\u2581sat",-1],[".",-1],["s",-1],["\u2581",-1]]}
        """;

    private static string BytePairs() => """
        {"type":"BPE","unk_token":"<unk>","ignore_merges":true,"merges":[],"vocab":{"<s>":0,"<pad>":1,"</s>":2,
        "<mask>":3,"<unk>":4,"the":5,"\u0120cat":6,"\u0120sat":7,".":8,"s":9,"\u0120":10}}
        """;
}
