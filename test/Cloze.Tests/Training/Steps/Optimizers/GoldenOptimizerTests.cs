using Cloze.Compute;
using Cloze.Models;
using Cloze.Tests.Models;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>
/// Three steps of each optimizer over a model of 4 hidden values beside figures of another program, written in another
/// language from the papers' formulas in double precision.
/// </summary>
public sealed class GoldenOptimizerTests
{
    private const float Rate = 0.02f;

    private static readonly ParameterLayout _layout = new(
        new EncoderConfig
        {
            VocabularySize = 3,
            HiddenSize = 4,
            LayerCount = 1,
            AttentionHeadCount = 2,
            InnerSize = 6,
            MaximumPositions = 5,
        },
        ModelOutputs.MaskedLanguageModel);

    // A word's embedding, a square matrix, a tall one, a wide one, a vector, the head.
    private static readonly string[] _names =
    [
        "bert.embeddings.word_embeddings.weight",
        "bert.encoder.layer.0.attention.self.key.weight",
        "bert.encoder.layer.0.intermediate.dense.weight",
        "bert.encoder.layer.0.output.dense.weight",
        "bert.encoder.layer.0.output.LayerNorm.bias",
        "cls.predictions.transform.dense.weight",
    ];

    // The first, second and last value of each.
    private static readonly Dictionary<OptimizerKind, double[]> _expected = new()
    {
        [OptimizerKind.Adamw] =
        [
            0.4065747, 0.5512887, 0.3269712, 0.290038, 0.5445382, -0.4270457, -0.1982591, -0.4381873, 0.3722239,
            -0.3370497, -0.1276421, 0.1671737, 0.4628644, 0.1377394, -0.3901693, -0.4312797, -0.4338573, 0.4896207,
        ],
        [OptimizerKind.BertAdam] =
        [
            0.3975285, 0.7328087, 0.2866766, 0.192733, 0.7092966, -0.2470109, -0.3661444, -0.4838914, 0.5531507,
            -0.2408188, -0.293037, 0.0101984, 0.589925, 0.0859399, -0.2134271, -0.4370608, -0.2524129, 0.6634308,
        ],
        [OptimizerKind.Lamb] =
        [
            0.417789, 0.5243801, 0.3242665, 0.3132248, 0.515946, -0.4614193, -0.166379, -0.4249869, 0.3395355,
            -0.3604861, -0.0974265, 0.1982624, 0.462773, 0.1376077, -0.3902214, -0.4239997, -0.467524, 0.4596943,
        ],
        [OptimizerKind.Muon] =
        [
            0.4065747, 0.5512887, 0.3269712, 0.3222925, 0.4965935, -0.469718, -0.155008, -0.4209357, 0.3261106,
            -0.3681994, -0.0854469, 0.2066047, 0.4628644, 0.1377394, -0.3901693, -0.4312797, -0.4338573, 0.4896207,
        ],
    };

    public static TheoryData<OptimizerKind, string> Cases
    {
        get
        {
            var data = new TheoryData<OptimizerKind, string>();
            foreach (OptimizerKind kind in _expected.Keys)
            {
                foreach (string backend in TestBackends.Names) data.Add(kind, backend);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Three_steps_agree(OptimizerKind kind, string backendName)
    {
        using Backend backend = TestBackends.Create(backendName);
        Recipe recipe = new Recipe().For(kind) with { WeightDecay = 0.1f };
        using Optimizer optimizer = Optimizer.Create(backend, _layout, recipe);
        int length = (int)_layout.Length;
        using Arena arena = backend.CreateArena("test", 2 * Arena.SizeOf(1, length));
        Tensor parameters = arena.Take(1, length), gradients = arena.Take(1, length);
        backend.Upload(Values((k, j) => Math.Sin(1 + k + (0.7 * j)) / 2), parameters);
        for (int step = 1; step <= 3; step++)
        {
            int now = step;
            backend.Upload(
                Values((k, j) => Math.Cos((2 * k) + (0.9 * j) + (0.31 * j * j) + now) / 4), gradients);
            optimizer.Step(gradients, Rate, 0.5f, step, parameters);
        }

        var weights = new float[length];
        backend.Download(parameters, weights);
        float[] actual = [.. _names.SelectMany(name => Shown(_layout[name], weights))];
        for (int i = 0; i < actual.Length; i++) Assert.Equal(_expected[kind][i], actual[i], 4e-6);
    }

    private static float[] Shown(ParameterSpec parameter, float[] weights)
    {
        int first = (int)parameter.Offset;
        return [weights[first], weights[first + 1], weights[first + (int)parameter.Count - 1]];
    }

    // By the number of the parameter and the place in it.
    private static float[] Values(Func<int, int, double> formula)
    {
        var values = new float[_layout.Length];
        for (int k = 0; k < _layout.Parameters.Count; k++)
        {
            ParameterSpec parameter = _layout.Parameters[k];
            for (int j = 0; j < parameter.Count; j++) values[(int)parameter.Offset + j] = (float)formula(k, j);
        }

        return values;
    }
}
