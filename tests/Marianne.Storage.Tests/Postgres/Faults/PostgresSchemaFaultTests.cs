using Marianne.Jobs;
using Marianne.Storage.Postgres;
using Marianne.Stores;
using Marianne.Testing;
using Marianne.Testing.Faults;
using Xunit;

namespace Marianne.Storage.Tests.Postgres;

/// <summary>Tests of stores whose server is disturbed while they create their tables, or answers too late.</summary>
public sealed class PostgresSchemaFaultTests : PostgresTestBase
{
    private PostgresProxy? _proxy;

    private PostgresProxy Proxy => _proxy!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Assert.SkipWhen(Schema.Options.Target.Host != "127.0.0.1", "The server is not on this machine.");
        _proxy = new PostgresProxy(Schema.Options.Target.Port);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_proxy is not null)
            await _proxy.DisposeAsync();
    }

    [Theory]
    [InlineData(ServerFaultKind.Close)]
    [InlineData(ServerFaultKind.CutAnswer)]
    [InlineData(ServerFaultKind.Refuse, "40001")]
    [InlineData(ServerFaultKind.Refuse, "55P03")]
    [InlineData(ServerFaultKind.Refuse, "57P01")]
    [InlineData(ServerFaultKind.Refuse, "53300")]
    [InlineData(ServerFaultKind.Refuse, "53100")]
    public async Task The_tables_are_created_whole_or_by_the_next_attempt(ServerFaultKind kind, string? sqlState = null)
    {
        // The short form disturbs each ninth request, beginning with another one for each fault.
        int step = FaultTestForm.IsLong ? 1 : 9;
        int request = ((sqlState ?? $"{kind}").Sum(letter => letter) % step) - step + 1;
        bool hasFired;
        do
        {
            await Schema.Scalar($"DROP SCHEMA IF EXISTS \"{Schema.Name}\" CASCADE");
            await using IJobStore store = OpenThroughProxy();
            Proxy.Arm(new ServerFault(kind, sqlState), request += step);
            try
            {
                await store.OpenAsync(mustExist: false, Cancellation);
            }
            catch (MarianneException error)
            {
                // Until it has answered once, a server that cannot be reached is the wrong one.
                Assert.Contains($"port {Proxy.Port}", error.Message, StringComparison.Ordinal);
                await store.OpenAsync(mustExist: false, Cancellation);
            }

            hasFired = Proxy.Faults > 0;
            Proxy.Disarm();
            await store.SaveAsync(NewJob(), SaveMode.IfUnchanged, Cancellation);
            Assert.Equal((long)PostgresSchema.Version, await Schema.Scalar("SELECT count(*) FROM main.schema_version"));
        }
        while (hasFired);
    }

    [Fact]
    public async Task A_commit_that_arrives_after_its_client_has_given_up_is_made_once()
    {
        await Open().SaveAsync(NewJob(), SaveMode.IfUnchanged, Cancellation);
        IJobStore store = OpenThroughProxy("Command Timeout=1;Cancellation Timeout=-1");
        var attempt = new Execution(0, "nightly", 1, 1, null, "out", 0, TimeSpan.Zero, TestJobs.Now);
        await store.RecordExecutionsAsync([attempt], Cancellation);
        Proxy.Disarm();
        await store.RecordExecutionsAsync([attempt], Cancellation);
        Proxy.Arm(ServerFault.Delay, Proxy.Requests);

        await store.RecordExecutionsAsync([attempt], Cancellation);

        Assert.Equal(1, Proxy.Faults);
        Assert.Equal(3L, await Schema.Scalar("SELECT count(*) FROM main.execution_history"));
    }

    private IJobStore OpenThroughProxy(string more = "")
    {
        string connection = $"{Schema.ConnectionStringWith("Port", $"{Proxy.Port}")};{more}";
        return Open(Keep(new PostgresDatabase(
            PostgresOptions.Of(new ServerConnection(connection, schema: Schema.Name)), Schema.Warnings.Add)));
    }
}
