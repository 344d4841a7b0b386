using System.Buffers.Binary;

namespace Marianne.Storage.Repair;

/// <summary>A page of an SQLite file with a part of the list of tables: the rows of <c>sqlite_schema</c>.</summary>
/// <param name="Number">The number of the page, from 1.</param>
/// <param name="FirstRow">The id of its first row.</param>
/// <param name="LastRow">The id of its last row.</param>
internal sealed record SchemaPage(int Number, long FirstRow, long LastRow)
{
    private const byte LeafType = 13;
    private const int LeafSize = 8;
    private const int Columns = 5;
    private const int FirstTextType = 13;

    /// <summary>Reads a page, or returns <c>null</c> if it has other content.</summary>
    public static SchemaPage? Read(int number, ReadOnlySpan<byte> page)
    {
        int count = BinaryPrimitives.ReadUInt16BigEndian(page[3..]);
        if (page[0] != LeafType || count == 0 || LeafSize + (2 * count) > page.Length)
            return null;

        long first = 0;
        long last = 0;
        for (int index = 0; index < count; index++)
        {
            int position = BinaryPrimitives.ReadUInt16BigEndian(page[(LeafSize + (2 * index))..]);
            if (position >= page.Length || RowOf(page[position..]) is not { } row || (index > 0 && row <= last))
                return null;

            first = index == 0 ? row : first;
            last = row;
        }

        return new SchemaPage(number, first, last);
    }

    /// <summary>Returns the id of a row, or <c>null</c> if it is not one of the list of tables.</summary>
    private static long? RowOf(ReadOnlySpan<byte> cell)
    {
        if (!VarInt.TryRead(ref cell, out _) || !VarInt.TryRead(ref cell, out long row))
            return null;

        ReadOnlySpan<byte> header = cell;
        if (!VarInt.TryRead(ref header, out long headerSize))
            return null;

        Span<long> types = stackalloc long[Columns];
        foreach (ref long type in types)
        {
            if (!VarInt.TryRead(ref header, out type))
                return null;
        }

        bool isRow = cell.Length - header.Length == headerSize
            && IsText(types[0]) && IsText(types[1]) && IsText(types[2])
            && types[3] is (>= 0 and <= 6) or 8 or 9
            && (types[4] == 0 || IsText(types[4]));
        int length = (int)Math.Min((types[0] - FirstTextType) / 2, header.Length);
        return isRow && IsKind(header[..length]) ? row : null;
    }

    private static bool IsText(long type) => type >= FirstTextType && type % 2 == 1;

    private static bool IsKind(ReadOnlySpan<byte> text) =>
        text.SequenceEqual("table"u8) || text.SequenceEqual("index"u8) || text.SequenceEqual("trigger"u8) || text.SequenceEqual("view"u8);
}
