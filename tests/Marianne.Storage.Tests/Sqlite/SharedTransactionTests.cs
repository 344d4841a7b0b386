using System.Buffers.Binary;
using System.Globalization;
using Marianne.Jobs;
using Marianne.Storage.Sqlite;
using Marianne.Testing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>Tests of changes that are written in the same transaction, because they came while the file was written.</summary>
public sealed class SharedTransactionTests : IAsyncLifetime
{
    private const int LogHeader = 32;
    private const int FrameHeader = 24;
    private const int PageSize = 4096;

    private readonly TemporaryFolder _folder = new();
    private readonly SqliteDatabase _database;
    private readonly TaskCompletionSource _entered = new();
    private readonly ManualResetEventSlim _finish = new();

    public SharedTransactionTests() => _database = new SqliteDatabase(_folder["state.db"], new JobSchema(), new FakeTimeProvider());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _database.WriteAsync(
        session =>
        {
            session.Execute("CREATE TABLE added (value INTEGER PRIMARY KEY)");
            return true;
        },
        Cancellation);

    public async ValueTask DisposeAsync()
    {
        _finish.Set();
        await _database.DisposeAsync();
        _finish.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Changes_that_come_while_another_one_is_written_share_its_commit()
    {
        int before = Commits();
        Task<int> first = await BeginAsync(1);
        Task<int>[] others = [Add(2), Add(3), Add(4)];
        Assert.DoesNotContain(others, task => task.IsCompleted);
        _finish.Set();
        int[] results = await Task.WhenAll([first, .. others]);
        Assert.Equal([1, 2, 3, 4], results);
        Assert.Equal([1, 2, 3, 4], Added());
        Assert.Equal(before + 1, Commits());
    }

    [Fact]
    public async Task No_change_is_confirmed_before_the_commit()
    {
        Task<int> first = await BeginAsync(1);
        Task<int> second = Add(2);
        var third = new TaskCompletionSource<(bool IsConfirmed, long Rows)>();
        Task<int> last = WriteAsync(session =>
        {
            using var plain = new PlainSqlite(_folder["state.db"]);
            third.SetResult((second.IsCompleted, (long)plain.Scalar("SELECT count(*) FROM added")!));
            return 3;
        });
        _finish.Set();

        Assert.Equal((false, 0L), await third.Task);
        await Task.WhenAll(first, second, last);
    }

    [Fact]
    public async Task A_change_that_fails_has_no_effect_and_those_beside_it_are_saved()
    {
        Task<int> first = await BeginAsync(1);
        Task<int> second = Add(2);
        Task<int> failing = WriteAsync(session =>
        {
            session.Command("INSERT INTO added VALUES (@1)", 3).ExecuteNonQuery();
            throw JobErrors.NotFound("three");
        });
        Task<int> twice = Add(2);
        Task<int> last = Add(5);
        _finish.Set();
        int[] results = await Task.WhenAll(first, second, last);
        Assert.Equal([1, 2, 5], results);
        Assert.Contains("three", (await StoreAssert.Fails(MarianneError.JobNotFound, () => failing)).Message, StringComparison.Ordinal);
        await StoreAssert.Fails(MarianneError.StoreCorrupt, () => twice); // A violated constraint means contradictory content.
        Assert.Equal([1, 2, 5], Added());
    }

    [Fact]
    public async Task The_first_change_fails_alone_too()
    {
        Task<int> first = await BeginAsync(1, () => throw JobErrors.NotFound("one"));
        Task<int> second = Add(2);
        _finish.Set();

        await StoreAssert.Fails(MarianneError.JobNotFound, () => first);
        Assert.Equal(2, await second);
        Assert.Equal([2], Added());
    }

    [Fact]
    public async Task A_cancelled_wait_leaves_the_others()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Task<int> first = await BeginAsync(1);
        Task<int> cancelled = Add(2, cancellation.Token);
        Task<int> third = Add(3);

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled); // It does not wait for the others.
        _finish.Set();
        int[] results = await Task.WhenAll(first, third);
        Assert.Equal([1, 3], results);
        Assert.Equal([1, 3], Added());
    }

    [Fact]
    public async Task Space_is_released_outside_of_the_transaction()
    {
        Task<int> first = await BeginAsync(1);
        Task<int> second = Add(2);
        Task<ReleasedSpace> released = _database.ReleaseSpaceAsync(Cancellation).AsTask();
        Task<int> last = Add(3);
        _finish.Set();

        await Task.WhenAll(first, second, released, last);
        Assert.Equal([1, 2, 3], Added());
    }

    [Fact]
    [Trait("Platform", "Unix")] // Windows does not let an open file be removed.
    public async Task A_commit_that_went_to_a_removed_file_is_confirmed_to_nobody()
    {
        Task<int> first = await BeginAsync(1);
        Task<int> second = Add(2);
        File.Delete(_folder["state.db"]);
        _finish.Set();

        await StoreAssert.Fails(MarianneError.StoreNotFound, () => first);
        await StoreAssert.Fails(MarianneError.StoreNotFound, () => second);
    }

    /// <summary>Begins a change that stays in its transaction until <see cref="_finish"/> is set.</summary>
    private async Task<Task<int>> BeginAsync(int value, Action? end = null)
    {
        // On a thread of its own: it is blocked.
        Task<int> change = Task.Factory.StartNew(
            () => _database.WriteAsync(Insert, Cancellation).AsTask(), TaskCreationOptions.LongRunning).Unwrap();
        await _entered.Task;
        return change;

        int Insert(SqliteSession session)
        {
            session.Command("INSERT INTO added VALUES (@1)", value).ExecuteNonQuery();
            _entered.TrySetResult();
            _finish.Wait(Cancellation);
            end?.Invoke();
            return value;
        }
    }

    private Task<int> Add(int value, CancellationToken? cancellationToken = null) => WriteAsync(
        session =>
        {
            session.Command("INSERT INTO added VALUES (@1)", value).ExecuteNonQuery();
            return value;
        },
        cancellationToken);

    private Task<int> WriteAsync(Func<SqliteSession, int> write, CancellationToken? cancellationToken = null) =>
        _database.WriteAsync(write, cancellationToken ?? Cancellation).AsTask();

    private int[] Added()
    {
        using var plain = new PlainSqlite(_folder["state.db"]);
        return [.. plain.Rows("SELECT value FROM added ORDER BY value").Select(row => int.Parse(row.Split(' ')[1], CultureInfo.InvariantCulture))];
    }

    /// <summary>Returns the number of commits in the log: the last frame of each has the size of the database.</summary>
    private int Commits()
    {
        using var log = new FileStream(_folder["state.db-wal"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] bytes = new byte[log.Length];
        log.ReadExactly(bytes);
        return Enumerable.Range(0, (bytes.Length - LogHeader) / (FrameHeader + PageSize))
            .Select(frame => LogHeader + (frame * (FrameHeader + PageSize)))
            .Count(start => BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(start + sizeof(int))) != 0);
    }
}
