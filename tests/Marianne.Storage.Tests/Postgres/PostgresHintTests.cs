using Marianne.Jobs;
using Marianne.Storage.Postgres;
using Marianne.Stores;
using Npgsql;
using Xunit;

namespace Marianne.Storage.Tests.Postgres;

/// <summary>Tests of the hints by which idle workers learn of work.</summary>
public sealed class PostgresHintTests : PostgresTestBase
{
    [Fact]
    public async Task A_worker_is_told_of_a_job_that_another_process_queues()
    {
        (IJobStore store, IWorkHints hints) = await ListenAsync();

        await store.QueueAsync("nightly", 0, Cancellation);

        await hints.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task A_worker_is_told_of_a_job_that_is_resumed()
    {
        (IJobStore store, IWorkHints hints) = await ListenAsync();
        await store.UpdateAsync("nightly", new JobUpdate.Pause(), Cancellation);

        await store.UpdateAsync("nightly", new JobUpdate.Resume(), Cancellation);

        await hints.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task A_worker_is_told_of_nothing_in_another_schema()
    {
        (IJobStore store, IWorkHints hints) = await ListenAsync();
        await using NpgsqlConnection connection = await Schema.OpenAsync();
        await NotifyAsync(connection, "another");
        Task hint = hints.WaitAsync(Cancellation);

        await using NpgsqlConnection other = await Schema.OpenAsync();
        await ListenAsync(other);
        await NotifyAsync(connection, "another");
        await other.WaitAsync(Cancellation); // Both connections have got it.

        Assert.False(hint.IsCompleted);
        await store.HintAsync(Cancellation);
        await hint;
    }

    [Fact]
    public async Task A_listener_listens_again_after_its_connection_was_lost()
    {
        string name = $"listener {Guid.NewGuid():N}";
        PostgresOptions options = OptionsOf(Schema.ConnectionStringWith("Application Name", name));
        await using var listener = new PostgresListener(options, TimeSpan.Zero);
        IJobStore store = Open();
        await store.OpenAsync(mustExist: false, Cancellation);
        int first = await ListenerAsync(name, except: 0);

        await Schema.Scalar($"SELECT pg_terminate_backend({first})");
        await ListenerAsync(name, except: first);
        await store.HintAsync(Cancellation);

        await listener.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task Hints_can_be_turned_off()
    {
        IJobStore store = Open(new PostgresDatabase(OptionsOf(Schema.ConnectionString + ";Notify=false"), Schema.Warnings.Add));
        await store.SaveAsync(NewJob(), SaveMode.IfUnchanged, Cancellation);
        await using NpgsqlConnection connection = await Schema.OpenAsync();
        List<string> payloads = [];
        connection.Notification += (_, notification) => payloads.Add(notification.Payload);
        await ListenAsync(connection);

        await store.QueueAsync("nightly", 0, Cancellation);
        await NotifyAsync(connection, "end");

        Assert.Null(store.Listen());
        Assert.Equal(["end"], payloads.Where(payload => payload == Schema.Name || payload == "end"));
    }

    [Fact]
    public void Notify_is_true_or_false()
    {
        MarianneException error = Assert.Throws<MarianneException>(() => OptionsOf(Schema.ConnectionString + ";Notify=never"));

        Assert.Equal(MarianneError.InvalidParameter, error.Error);
        Assert.Contains("Notify", error.Message, StringComparison.Ordinal);
    }

    private async Task<(IJobStore Store, IWorkHints Hints)> ListenAsync()
    {
        string name = $"listener {Guid.NewGuid():N}";
        var database = new PostgresDatabase(OptionsOf(Schema.ConnectionStringWith("Application Name", name)), Schema.Warnings.Add);
        IWorkHints hints = Keep(Open(database).Listen()!);
        IJobStore store = Open();
        await store.SaveAsync(NewJob(), SaveMode.IfUnchanged, Cancellation);
        await ListenerAsync(name, except: 0);
        return (store, hints);
    }

    /// <summary>Waits until a connection of a name listens, and returns its process.</summary>
    private async Task<int> ListenerAsync(string name, int except)
    {
        string query = $"SELECT pid FROM pg_stat_activity WHERE query = 'LISTEN marianne' AND application_name = '{name}'";
        while (true)
        {
            if (await Schema.Scalar(query) is int process && process != except)
                return process;
            await Task.Yield();
        }
    }

    private PostgresOptions OptionsOf(string connectionString) =>
        PostgresOptions.Of(new ServerConnection(connectionString, schema: Schema.Name));

    private static async Task ListenAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("LISTEN marianne", connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private static async Task NotifyAsync(NpgsqlConnection connection, string payload)
    {
        await using var command = new NpgsqlCommand($"NOTIFY marianne, '{payload}'", connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
