using System.Text;

namespace Cloze.Formats;

/// <summary>
/// Reads a pickle of protocol 2 without running anything: of the operations of Python's <c>pickle</c> it knows those
/// that tensors and their names need, and refuses the others by name. Classes and functions are names to it, which
/// <see cref="IPickleClasses"/> knows or refuses. Source: Python's Lib/pickletools.py, its list of operations.
/// </summary>
internal sealed class PickleMachine(PickleSource source, IPickleClasses classes)
{
    /// <summary>The most values that one pickle may make: each tensor takes about twenty.</summary>
    public const int MostValues = 1 << 20;

    private const int Protocol = 2;

    private readonly List<object?> _stack = [];
    private readonly Stack<int> _marks = [];
    private readonly Dictionary<int, object?> _memo = [];
    private int _made;

    /// <summary>Reads one pickle, through its end.</summary>
    /// <exception cref="ClozeException">It is damaged, or asks for something that weights do not need.</exception>
    public object? Run()
    {
        while (true)
        {
            byte operation = source.ReadByte();
            if (operation == PickleOperations.Stop) return Pop();
            if (!TryValue(operation) && !TryCollect(operation) && !TryObject(operation)) throw Refused(operation);
        }
    }

    private bool TryValue(byte operation)
    {
        switch (operation)
        {
            case PickleOperations.None: Push(null); break;
            case PickleOperations.True: Push(true); break;
            case PickleOperations.False: Push(false); break;
            case PickleOperations.Byte: Push((long)source.ReadByte()); break;
            case PickleOperations.UInt16: Push((long)source.ReadUInt16()); break;
            case PickleOperations.Int32: Push((long)source.ReadInt32()); break;
            case PickleOperations.Long: Push(ReadLong(source.ReadByte())); break;
            case PickleOperations.Double: Push(source.ReadDouble()); break;
            case PickleOperations.Unicode: Push(ReadText(source.ReadInt32())); break;
            case PickleOperations.ShortString: Push(ReadText(source.ReadByte())); break;
            case PickleOperations.String: Push(ReadText(source.ReadInt32())); break;
            default: return false;
        }

        return true;
    }

    private bool TryCollect(byte operation)
    {
        switch (operation)
        {
            case PickleOperations.Mark: _marks.Push(_stack.Count); break;
            case PickleOperations.EmptyDictionary: Push(new PickleDictionary()); break;
            case PickleOperations.EmptyList: Push(new List<object?>()); break;
            case PickleOperations.EmptyTuple: Push(Array.Empty<object?>()); break;
            case PickleOperations.Tuple: Push(PopMarked()); break;
            case PickleOperations.Tuple1 or PickleOperations.Tuple2 or PickleOperations.Tuple3:
                Push(Pop(operation - PickleOperations.Tuple1 + 1));
                break;
            case PickleOperations.SetItem: Set(Pop(2)); break;
            case PickleOperations.SetItems: Set(PopMarked()); break;
            case PickleOperations.Append: Append(Pop(1)); break;
            case PickleOperations.Appends: Append(PopMarked()); break;
            default: return false;
        }

        return true;
    }

    private bool TryObject(byte operation)
    {
        switch (operation)
        {
            case PickleOperations.Protocol: RequireProtocol(source.ReadByte()); break;
            case PickleOperations.PutByte: _memo[source.ReadByte()] = Top; break;
            case PickleOperations.Put: _memo[source.ReadInt32()] = Top; break;
            case PickleOperations.GetByte: Push(Remembered(source.ReadByte())); break;
            case PickleOperations.Get: Push(Remembered(source.ReadInt32())); break;
            case PickleOperations.Global: Push(classes.Find(source.ReadWord(), source.ReadWord())); break;
            case PickleOperations.Persistent: Push(classes.Resolve(Pop())); break;
            case PickleOperations.Reduce: Call(Pop(), Pop()); break;
            case PickleOperations.Build: Build(Pop()); break;
            default: return false;
        }

        return true;
    }

    private object? Top => _stack.Count > Bottom ? _stack[^1] : throw Damaged("takes a value where none is");

    private int Bottom => _marks.Count > 0 ? _marks.Peek() : 0;

    private void Push(object? value)
    {
        if (++_made > MostValues) throw Damaged($"makes more than {MostValues} values");
        _stack.Add(value);
    }

    private object? Pop()
    {
        object? top = Top;
        _stack.RemoveAt(_stack.Count - 1);
        return top;
    }

    private object?[] Pop(int count)
    {
        int first = _stack.Count - count;
        if (first < Bottom) throw Damaged("takes a value where none is");
        return Take(first);
    }

    private object?[] PopMarked() =>
        _marks.TryPop(out int first) ? Take(first) : throw Damaged("ends a group that has not begun");

    private object?[] Take(int first)
    {
        object?[] values = [.. _stack[first..]];
        _stack.RemoveRange(first, values.Length);
        return values;
    }

    private object? Remembered(int key) =>
        _memo.TryGetValue(key, out object? value) ? value : throw Damaged($"asks for value {key} before it is kept");

    private void Set(object?[] pairs)
    {
        if (Top is not PickleDictionary dictionary) throw Damaged("sets an entry of something else than a dictionary");
        if (pairs.Length % 2 != 0) throw Damaged("sets an entry without a value");
        for (int i = 0; i < pairs.Length; i += 2) dictionary.Set(pairs[i], pairs[i + 1]);
    }

    private void Append(object?[] items)
    {
        if (Top is not List<object?> list) throw Damaged("adds to something else than a list");
        list.AddRange(items);
    }

    private void Call(object? arguments, object? function)
    {
        if (function is not PickleGlobal global) throw Damaged("calls something else than a function");
        if (arguments is not object?[] values) throw Damaged($"calls {global.Name} without a tuple of arguments");
        Push(classes.Call(global, values));
    }

    // What modules keep beside their tensors (versions, names); nothing that is computed with.
    private void Build(object? state)
    {
        if (Top is PickleDictionary && state is PickleDictionary) return;
        throw PyTorchErrors.Refused(source.Path, "a state to be set on something else than a dictionary");
    }

    private void RequireProtocol(byte found)
    {
        if (found == Protocol) return;
        throw PyTorchErrors.Unknown(
            source.Path, $"it is pickled by protocol {found}, expected {Protocol}, which PyTorch writes by default.");
    }

    private object ReadLong(int length)
    {
        byte[] bytes = source.ReadBytes(length);
        if (length > sizeof(long)) return bytes; // The magic number of the old form; nothing else is as large.
        long value = 0;
        for (int i = 0; i < length; i++) value |= (long)bytes[i] << (8 * i);
        int unused = 64 - (8 * length);
        return length == 0 ? 0L : value << unused >> unused;
    }

    private string ReadText(int length) => Encoding.UTF8.GetString(source.ReadBytes(length));

    private ClozeException Refused(byte operation) => PickleOperations.NameOf(operation) is { } name
        ? PyTorchErrors.Refused(source.Path, $"the pickle operation {name}")
        : Damaged($"has no operation 0x{operation:X2}, which it asks for");

    private ClozeException Damaged(string finding) =>
        PyTorchErrors.Damaged(source.Path, $"its list of tensors, before byte {source.Position}, {finding}.");
}
