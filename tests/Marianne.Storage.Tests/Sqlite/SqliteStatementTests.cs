using Marianne.Storage.Relational;
using Marianne.Storage.Sqlite;
using Marianne.Testing;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>Tests of statements that run again and again.</summary>
public sealed class SqliteStatementTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteSession _session;

    public SqliteStatementTests()
    {
        using (var plain = new PlainSqlite(_folder["state.db"]))
            plain.Execute("CREATE TABLE kept (id INTEGER PRIMARY KEY, value)");
        _session = SqliteSession.Open(_folder["state.db"]);
    }

    public static TheoryData<object?, string, object?> Values => new()
    {
        { null, "null", null },
        { "", "text", "" },
        { "naïve ✓", "text", "naïve ✓" },
        { "a\0b", "text", "a\0b" },
        { "half \ud800", "text", "half \ufffd" },
        { new string('ä', 100_000), "text", new string('ä', 100_000) },
        { 1, "integer", 1L },
        { long.MinValue, "integer", long.MinValue },
        { true, "integer", 1L },
        { 0.5, "real", 0.5 },
        { new byte[] { 0, 1, 2 }, "blob", new byte[] { 0, 1, 2 } },
        { Array.Empty<byte>(), "blob", Array.Empty<byte>() },
        { new ReadOnlyMemory<byte>([0, 1, 2], 1, 2), "blob", new byte[] { 1, 2 } },
        { ReadOnlyMemory<byte>.Empty, "blob", Array.Empty<byte>() },
    };

    public void Dispose()
    {
        _session.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void Values_are_kept_with_their_type(object? value, string type, object? read)
    {
        Assert.Equal(1, _session.Run("INSERT INTO kept (value) VALUES (@1)", value));

        Assert.Equal(type, _session.Scalar("SELECT typeof(value) FROM kept"));
        Assert.Equal(read, _session.Scalar("SELECT value FROM kept"));
    }

    [Fact]
    public void A_text_is_read_as_it_is_now_whatever_the_column_had_before()
    {
        string[] texts = ["running", "stopped", "running", "runnin", "", "naïve", "naive", "a\0b", "a", new string('a', 300), "a"];
        foreach (string text in texts)
        {
            _session.Run("INSERT OR REPLACE INTO kept (id, value) VALUES (1, @1)", text);

            Assert.Equal(text, _session.Scalar("SELECT value FROM kept WHERE id = @1", 1));
        }
    }

    [Fact]
    public void Parameters_may_be_used_twice_in_any_order_or_not_at_all()
    {
        Assert.Equal("b-a-b", _session.Scalar("SELECT @2 || '-' || @1 || '-' || @2", "a", "b", "not used"));
        Assert.Throws<IndexOutOfRangeException>(() => _session.Scalar("SELECT @2 || '-' || @1 || '-' || @2", "a"));
        Assert.Equal("d-c-d", _session.Scalar("SELECT @2 || '-' || @1 || '-' || @2", "c", "d"));
    }

    [Fact]
    public void A_statement_that_failed_runs_again()
    {
        const string Insert = "INSERT INTO kept (id, value) VALUES (@1, @2)";
        Assert.Equal(1, _session.Run(Insert, 1, "one"));
        Assert.Equal(19, Assert.Throws<SqliteException>(() => _session.Run(Insert, 1, "again")).SqliteErrorCode);
        Assert.Throws<InvalidOperationException>(() => _session.Run(Insert, 2, double.NaN));
        Assert.Throws<ArgumentException>(() => _session.Run(Insert, 2, new object()));
        Assert.Equal(1, _session.Run(Insert, 2, "two"));
        Assert.Equal(2, _session.Run("DELETE FROM kept"));
        Assert.Equal(0, _session.Run("DELETE FROM kept"));
    }

    [Fact]
    public void Rows_end_before_the_statement_runs_again()
    {
        const string Numbers = "SELECT value FROM json_each(@1)";
        using (RowReader rows = _session.Query(Numbers, "[1, 2]"))
        {
            Assert.True(rows.Read());
            Assert.Throws<InvalidOperationException>(() => _session.Query(Numbers, "[3]"));
            Assert.True(rows.Read());
            Assert.Equal(2L, rows.Value(0));
            Assert.False(rows.Read());
            Assert.False(rows.Read());
        }

        Assert.Equal(3L, _session.Scalar(Numbers, "[3]"));
    }

    [Fact]
    public void A_text_is_one_valid_statement()
    {
        Assert.Throws<ArgumentException>(() => _session.Run("DELETE FROM kept; DELETE FROM kept"));
        Assert.Equal(1, Assert.Throws<SqliteException>(() => _session.Run("DELETE FROM missing")).SqliteErrorCode);
    }
}
