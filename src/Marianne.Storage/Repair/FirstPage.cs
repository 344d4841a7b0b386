using System.Buffers.Binary;
using Marianne.Files;
using Marianne.Storage.Sqlite;

namespace Marianne.Storage.Repair;

/// <summary>
/// Rebuilds the first page of an SQLite file: the header, and the root of the list of tables. In a store the list itself is on other
/// pages, which can be recognized. https://sqlite.org/fileformat.html describes the format.
/// </summary>
internal static class FirstPage
{
    /// <summary>The size of the pages of every store.</summary>
    private const int PageSize = 4096;

    private const int HeaderSize = 100;
    private const int RootSize = 12;
    private const byte RootType = 5;

    /// <summary>Copies a file, and replaces the first page of the copy. Returns <c>false</c> if the list is not found.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="copy">The path of the copy.</param>
    /// <exception cref="MarianneException">The file cannot be copied.</exception>
    public static bool TryRebuild(string path, string copy)
    {
        try
        {
            File.Copy(path, copy);
            using (FileStream file = File.Open(copy, FileMode.Open, FileAccess.ReadWrite))
            {
                List<SchemaPage> list = FindList(file);
                if (list.Count == 0 || IsAmbiguous(list))
                    return false;

                file.Position = 0;
                file.Write(Build(list, file.Length / PageSize));
            }

            string log = new SqliteFiles(path).Log;
            if (File.Exists(log) && !RegularFile.IsSpecial(log))
                File.Copy(log, new SqliteFiles(copy).Log);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Reading(path, error);
        }
    }

    private static List<SchemaPage> FindList(FileStream file)
    {
        var found = new List<SchemaPage>();
        byte[] page = new byte[PageSize];
        for (int number = 2; number <= file.Length / PageSize; number++)
        {
            file.Position = (number - 1L) * PageSize;
            file.ReadExactly(page);
            if (SchemaPage.Read(number, page) is { } part)
                found.Add(part);
        }

        return [.. found.OrderBy(part => part.FirstRow)];
    }

    /// <summary>Determines whether a part of the list is there twice, because SQLite has moved it.</summary>
    private static bool IsAmbiguous(List<SchemaPage> list) =>
        list.Zip(list.Skip(1)).Any(pair => pair.First.LastRow >= pair.Second.FirstRow);

    private static byte[] Build(List<SchemaPage> list, long pages)
    {
        byte[] page = new byte[PageSize];
        WriteHeader(page, (uint)pages);

        Span<byte> root = page.AsSpan(HeaderSize);
        root[0] = RootType;
        BinaryPrimitives.WriteUInt16BigEndian(root[3..], (ushort)(list.Count - 1));
        BinaryPrimitives.WriteUInt32BigEndian(root[8..], (uint)list[^1].Number);
        int content = PageSize;
        for (int index = 0; index < list.Count - 1; index++)
        {
            byte[] row = VarInt.Write(list[index].LastRow);
            content -= sizeof(uint) + row.Length;
            BinaryPrimitives.WriteUInt32BigEndian(page.AsSpan(content), (uint)list[index].Number);
            row.CopyTo(page, content + sizeof(uint));
            BinaryPrimitives.WriteUInt16BigEndian(root[(RootSize + (2 * index))..], (ushort)content);
        }

        BinaryPrimitives.WriteUInt16BigEndian(root[5..], (ushort)content);
        return page;
    }

    /// <summary>Writes the header of a file in WAL mode, whose free pages are not known.</summary>
    private static void WriteHeader(Span<byte> page, uint pages)
    {
        const int Wal = 2, Utf8 = 1, SchemaFormat = 4, Change = 1;
        "SQLite format 3\0"u8.CopyTo(page);
        BinaryPrimitives.WriteUInt16BigEndian(page[16..], PageSize);
        page[18] = page[19] = Wal;
        (page[21], page[22], page[23]) = (64, 32, 32); // Constants of the format.
        BinaryPrimitives.WriteUInt32BigEndian(page[24..], Change);
        BinaryPrimitives.WriteUInt32BigEndian(page[28..], pages);
        BinaryPrimitives.WriteUInt32BigEndian(page[40..], Change);
        BinaryPrimitives.WriteUInt32BigEndian(page[44..], SchemaFormat);
        BinaryPrimitives.WriteUInt32BigEndian(page[56..], Utf8);
        BinaryPrimitives.WriteUInt32BigEndian(page[92..], Change);
    }
}
