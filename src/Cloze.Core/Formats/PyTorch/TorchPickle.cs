using System.Buffers.Binary;
using System.Text;

namespace Cloze.Formats;

/// <summary>
/// Writes the list of tensors of a PyTorch file as <c>torch.save</c> does: a pickle of protocol 2 of a dictionary of
/// names and tensors, each in a storage of its own.
/// </summary>
internal sealed class TorchPickle
{
    private readonly MemoryStream _bytes = new();

    private TorchPickle()
    {
    }

    /// <summary>The pickle of tensors whose storages are named 0, 1, 2 and so on.</summary>
    public static byte[] Write(IReadOnlyList<TensorSource> tensors)
    {
        var pickle = new TorchPickle();
        pickle.Put(PickleOperations.Protocol, 2, PickleOperations.EmptyDictionary, PickleOperations.Mark);
        for (int i = 0; i < tensors.Count; i++)
        {
            pickle.Text(tensors[i].Name);
            pickle.Tensor(tensors[i], FormattableString.Invariant($"{i}"));
        }

        pickle.Put(PickleOperations.SetItems, PickleOperations.Stop);
        return pickle._bytes.ToArray();
    }

    private void Tensor(TensorSource tensor, string key)
    {
        Global("torch._utils", "_rebuild_tensor_v2");
        Put(PickleOperations.Mark);
        Storage(tensor, key);
        Number(0);
        Tuple(tensor.Shape);
        Tuple(Strides(tensor.Shape));
        Put(PickleOperations.False);
        Global("collections", "OrderedDict");
        Put(PickleOperations.EmptyTuple, PickleOperations.Reduce, PickleOperations.Tuple, PickleOperations.Reduce);
    }

    private void Storage(TensorSource tensor, string key)
    {
        Put(PickleOperations.Mark);
        Text("storage");
        Global("torch", TypeOf(tensor.Type));
        Text(key);
        Text("cpu");
        Number(tensor.ElementCount);
        Put(PickleOperations.Tuple, PickleOperations.Persistent);
    }

    private void Tuple(IReadOnlyList<long> numbers)
    {
        Put(PickleOperations.Mark);
        foreach (long number in numbers) Number(number);
        Put(PickleOperations.Tuple);
    }

    private void Number(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        if (value is >= 0 and <= byte.MaxValue) Put(PickleOperations.Byte, bytes[0]);
        else if (value is >= int.MinValue and <= int.MaxValue) PutWith(PickleOperations.Int32, bytes[..sizeof(int)]);
        else
        {
            Put(PickleOperations.Long, sizeof(long));
            _bytes.Write(bytes);
        }
    }

    private void Text(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        PutWith(PickleOperations.Unicode, length);
        _bytes.Write(bytes);
    }

    private void Global(string module, string name)
    {
        Put(PickleOperations.Global);
        _bytes.Write(Encoding.ASCII.GetBytes($"{module}\n{name}\n"));
    }

    private void Put(params ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

    private void PutWith(byte operation, ReadOnlySpan<byte> operand)
    {
        _bytes.WriteByte(operation);
        _bytes.Write(operand);
    }

    private static long[] Strides(IReadOnlyList<long> shape)
    {
        long[] strides = new long[shape.Count];
        long stride = 1;
        for (int i = shape.Count - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= Math.Max(1, shape[i]);
        }

        return strides;
    }

    private static string TypeOf(ElementType type) => type switch
    {
        ElementType.F16 => "HalfStorage",
        ElementType.BF16 => "BFloat16Storage",
        _ => "FloatStorage",
    };
}
