using System.Text.Json;
using Marianne.History;
using Marianne.Jobs;
using Marianne.Storage.Json;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Marianne.Storage.Sqlite;

/// <summary>
/// What was gathered of a job before it is written: its attempts and its attached histories, in a private temporary database.
/// SQLite keeps a small one in memory, and removes the file of a large one even if the process is killed.
/// </summary>
internal sealed class JobSpool : IDisposable
{
    private const string Schema =
        """
        PRAGMA journal_mode = MEMORY;
        CREATE TABLE attempts (position INTEGER PRIMARY KEY, content BLOB NOT NULL);
        CREATE TABLE outputs (position INTEGER PRIMARY KEY, sheet_num INTEGER NOT NULL, content BLOB NOT NULL);
        CREATE TABLE approvals (position INTEGER PRIMARY KEY, content TEXT NOT NULL);
        CREATE TABLE histories (position INTEGER PRIMARY KEY, sheet_num INTEGER, content BLOB NOT NULL);
        """;

    private readonly SqliteConnection _connection = new("Data Source=;Pooling=False");

    static JobSpool() => Batteries_V2.Init();

    /// <summary>Creates an empty spool.</summary>
    public JobSpool() => Use(() =>
    {
        _connection.Open();
        Command(Schema).ExecuteNonQuery();
    });

    /// <summary>The figures of attempts that were cleared.</summary>
    public AttemptFigures Figures { get; set; }

    /// <summary>Adds attempts.</summary>
    /// <param name="executions">The attempts.</param>
    public void Add(IEnumerable<Execution> executions) => Use(() =>
    {
        using SqliteTransaction transaction = _connection.BeginTransaction();
        foreach (Execution execution in executions)
        {
            byte[] content = JsonSerializer.SerializeToUtf8Bytes(
                [RecordedAttempt.Of(execution)], CompanionJson.Default.ListRecordedAttempt);
            Command("INSERT INTO attempts (content) VALUES (@1)", content).ExecuteNonQuery();
        }

        transaction.Commit();
    });

    /// <summary>Adds outputs.</summary>
    /// <param name="outputs">The outputs.</param>
    public void Add(IEnumerable<SheetOutput> outputs) => Use(() =>
    {
        using SqliteTransaction transaction = _connection.BeginTransaction();
        foreach (SheetOutput output in outputs)
        {
            byte[] content = JsonSerializer.SerializeToUtf8Bytes(output, CompanionJson.Default.SheetOutput);
            Command("INSERT INTO outputs (sheet_num, content) VALUES (@1, @2)", output.SheetNumber, content).ExecuteNonQuery();
        }

        transaction.Commit();
    });

    /// <summary>Reads the outputs of each sheet that has any, in the order of the numbers.</summary>
    public IEnumerable<IReadOnlyList<SheetOutput>> ReadOutputs()
    {
        var ofSheet = new List<SheetOutput>();
        using SqliteCommand command = Command("SELECT content FROM outputs ORDER BY sheet_num, position");
        using SqliteDataReader reader = command.ExecuteReader();
        while (Use(reader.Read))
        {
            SheetOutput output =
                JsonFile.Deserialize("", reader.GetFieldValue<byte[]>(0), CompanionJson.Default.SheetOutput)!;
            if (ofSheet.Count > 0 && ofSheet[0].SheetNumber != output.SheetNumber)
            {
                yield return ofSheet;
                ofSheet = [];
            }

            ofSheet.Add(output);
        }

        if (ofSheet.Count > 0)
            yield return ofSheet;
    }

    /// <summary>Adds approvals.</summary>
    /// <param name="approvals">The approvals.</param>
    public void Add(IEnumerable<SheetApproval> approvals) => Use(() =>
    {
        using SqliteTransaction transaction = _connection.BeginTransaction();
        foreach (SheetApproval approval in approvals)
            Command("INSERT INTO approvals (content) VALUES (@1)", ApprovalJson.Write(approval)).ExecuteNonQuery();
        transaction.Commit();
    });

    /// <summary>Reads the approvals in the order in which they were added.</summary>
    public IReadOnlyList<SheetApproval> ReadApprovals()
    {
        using SqliteCommand command = Command("SELECT content FROM approvals ORDER BY position");
        using SqliteDataReader reader = command.ExecuteReader();
        return [.. Rows(reader, row => ApprovalJson.Read(row.GetString(0))!)];
    }

    /// <summary>Adds an attached history.</summary>
    /// <param name="sheetNumber">The sheet's number; <c>null</c> for the job itself.</param>
    /// <param name="content">The history.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async ValueTask AddAsync(int? sheetNumber, Stream content, CancellationToken cancellationToken)
    {
        ChunkedMemoryStream gathered = await ChunkedMemoryStream.ReadAllAsync(content, cancellationToken).ConfigureAwait(false);
        Use(() =>
        {
            using SqliteTransaction transaction = _connection.BeginTransaction();
            foreach (ReadOnlyMemory<byte> chunk in gathered.Chunks.DefaultIfEmpty())
            {
                Command("INSERT INTO histories (sheet_num, content) VALUES (@1, @2)", sheetNumber, chunk.ToArray())
                    .ExecuteNonQuery();
            }

            transaction.Commit();
        });
    }

    /// <summary>Reads the attempts in the order in which they were added.</summary>
    public IEnumerable<Execution> ReadExecutions()
    {
        using SqliteCommand command = Command("SELECT content FROM attempts ORDER BY position");
        using SqliteDataReader reader = command.ExecuteReader();
        while (Use(reader.Read))
        {
            byte[] content = reader.GetFieldValue<byte[]>(0);
            yield return JsonFile.Deserialize("", content, CompanionJson.Default.ListRecordedAttempt)![0].ToExecution();
        }
    }

    /// <summary>Reads the histories, one at a time.</summary>
    public IEnumerable<(int? SheetNumber, IReadOnlyList<ReadOnlyMemory<byte>> Content)> ReadHistories()
    {
        int?[] numbers;
        using (SqliteCommand command = Command("SELECT sheet_num FROM histories GROUP BY sheet_num ORDER BY sheet_num"))
        using (SqliteDataReader reader = command.ExecuteReader())
            numbers = [.. Rows(reader, row => row.IsDBNull(0) ? (int?)null : row.GetInt32(0))];

        foreach (int? number in numbers)
        {
            using SqliteCommand command = Command("SELECT content FROM histories WHERE sheet_num IS @1 ORDER BY position", number);
            using SqliteDataReader reader = command.ExecuteReader();
            yield return (number, [.. Rows(reader, row => (ReadOnlyMemory<byte>)row.GetFieldValue<byte[]>(0))]);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private static IEnumerable<T> Rows<T>(SqliteDataReader reader, Func<SqliteDataReader, T> read)
    {
        while (Use(reader.Read))
            yield return read(reader);
    }

    private SqliteCommand Command(string sql, params ReadOnlySpan<object?> values)
    {
        SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        for (int index = 0; index < values.Length; index++)
            command.Parameters.Add(new SqliteParameter { ParameterName = $"@{index + 1}", Value = values[index] ?? DBNull.Value });
        return command;
    }

    private static void Use(Action action) => Use(() =>
    {
        action();
        return true;
    });

    /// <exception cref="MarianneException">The folder of temporary files is full or cannot be used.</exception>
    private static T Use<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (SqliteException error)
        {
            throw error.SqliteErrorCode == raw.SQLITE_FULL
                ? StoreErrors.Full(Path.GetTempPath())
                : StoreErrors.Failed(Path.GetTempPath(), $"a temporary file failed: {error.Message}");
        }
    }
}
