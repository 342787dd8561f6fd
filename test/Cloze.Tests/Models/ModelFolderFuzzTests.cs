using System.Text;
using Cloze.Formats;
using Cloze.Models;
using Xunit;

namespace Cloze.Tests.Models;

/// <summary>Damaged configurations and shard indexes: each is read, or refused with a message; nothing else.</summary>
public sealed class ModelFolderFuzzTests : IDisposable
{
    private const string Index =
        """{"metadata":{"total_size":8},"weight_map":{"a":"one.safetensors","b":"one.safetensors"}}""";

    private const string TwoTensors =
        """{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[],"data_offsets":[4,8]}}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Configurations()
    {
        EncoderConfigFile.Save(_folder.Path, new EncoderConfig { VocabularySize = 8192 }, ModelOutputs.PreTraining);
        byte[] sound = File.ReadAllBytes(_folder.File("config.json"));
        int read = Count(sound, "config.json", () => EncoderConfigFile.Load(_folder.Path).Validate());
        Assert.InRange(read, 1, 1999);
    }

    [Fact]
    public void Indexes()
    {
        _folder.WriteSafetensors(TwoTensors, 8, "one.safetensors");
        int read = Count(Encoding.UTF8.GetBytes(Index), "model.safetensors.index.json", () =>
        {
            using var weights = TensorFolder.Open(_folder.Path);
            Assert.Equal(["a", "b"], weights.Names);
        });
        Assert.InRange(read, 1, 1999);
    }

    private int Count(byte[] sound, string name, Action read)
    {
        int count = 0;
        for (uint round = 0; round < 2000; round++)
        {
            var random = new KeyedRandom(3, RandomPurpose.Order, round, 0);
            byte[] bytes = sound[..(round % 5 == 0 ? random.NextInteger(sound.Length) : sound.Length)];
            for (int change = random.NextInteger(2); change >= 0 && bytes.Length > 0; change--)
            {
                bytes[random.NextInteger(bytes.Length)] = (byte)random.NextInteger(128);
            }

            string path = _folder.Write(name, bytes);
            try
            {
                read();
                count++;
            }
            catch (ClozeException error)
            {
                Assert.Contains(path, error.Message);
            }
        }

        return count;
    }
}
