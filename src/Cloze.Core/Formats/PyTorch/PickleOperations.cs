namespace Cloze.Formats;

/// <summary>Operations of pickles: those that are read, and the names of the others.</summary>
internal static class PickleOperations
{
    public const byte Mark = (byte)'(';
    public const byte Stop = (byte)'.';
    public const byte None = (byte)'N';
    public const byte True = 0x88;
    public const byte False = 0x89;
    public const byte Byte = (byte)'K';
    public const byte UInt16 = (byte)'M';
    public const byte Int32 = (byte)'J';
    public const byte Long = 0x8A;
    public const byte Double = (byte)'G';
    public const byte Unicode = (byte)'X';
    public const byte ShortString = (byte)'U';
    public const byte String = (byte)'T';
    public const byte EmptyDictionary = (byte)'}';
    public const byte EmptyList = (byte)']';
    public const byte EmptyTuple = (byte)')';
    public const byte Tuple = (byte)'t';
    public const byte Tuple1 = 0x85;
    public const byte Tuple2 = 0x86;
    public const byte Tuple3 = 0x87;
    public const byte SetItem = (byte)'s';
    public const byte SetItems = (byte)'u';
    public const byte Append = (byte)'a';
    public const byte Appends = (byte)'e';
    public const byte Protocol = 0x80;
    public const byte PutByte = (byte)'q';
    public const byte Put = (byte)'r';
    public const byte GetByte = (byte)'h';
    public const byte Get = (byte)'j';
    public const byte Global = (byte)'c';
    public const byte Persistent = (byte)'Q';
    public const byte Reduce = (byte)'R';
    public const byte Build = (byte)'b';

    private static readonly Dictionary<byte, string> s_others = new()
    {
        [(byte)'0'] = "POP",
        [(byte)'1'] = "POP_MARK",
        [(byte)'2'] = "DUP",
        [(byte)'F'] = "FLOAT",
        [(byte)'I'] = "INT",
        [(byte)'L'] = "LONG",
        [(byte)'P'] = "PERSID",
        [(byte)'S'] = "STRING",
        [(byte)'V'] = "UNICODE",
        [(byte)'d'] = "DICT",
        [(byte)'g'] = "GET",
        [(byte)'i'] = "INST",
        [(byte)'l'] = "LIST",
        [(byte)'o'] = "OBJ",
        [(byte)'p'] = "PUT",
        [(byte)'B'] = "BINBYTES",
        [(byte)'C'] = "SHORT_BINBYTES",
        [0x81] = "NEWOBJ",
        [0x82] = "EXT1",
        [0x83] = "EXT2",
        [0x84] = "EXT4",
        [0x8B] = "LONG4",
        [0x8C] = "SHORT_BINUNICODE",
        [0x8D] = "BINUNICODE8",
        [0x8E] = "BINBYTES8",
        [0x8F] = "EMPTY_SET",
        [0x90] = "ADDITEMS",
        [0x91] = "FROZENSET",
        [0x92] = "NEWOBJ_EX",
        [0x93] = "STACK_GLOBAL",
        [0x94] = "MEMOIZE",
        [0x95] = "FRAME",
        [0x96] = "BYTEARRAY8",
        [0x97] = "NEXT_BUFFER",
        [0x98] = "READONLY_BUFFER",
    };

    /// <summary>Python's name of an operation that is not read; null where it has none either.</summary>
    public static string? NameOf(byte operation) => s_others.GetValueOrDefault(operation);
}
