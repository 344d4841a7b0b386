using Marianne.Jobs;
using Marianne.Storage.Postgres;
using Marianne.Stores;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Postgres;

/// <summary>Tests of connections that a server refuses, and of what the errors show.</summary>
public sealed class PostgresRefusalTests : PostgresTestBase
{
    private const string Secret = "t0p;secret=yes";

    [Theory]
    [InlineData("Password", Secret, MarianneError.StoreAccessDenied, "user name or the password")]
    [InlineData("Username", "stranger", MarianneError.StoreAccessDenied, "user name or the password")]
    [InlineData("Database", "no such", MarianneError.StoreNotFound, "'no such'")]
    [InlineData("Port", "1", MarianneError.StoreFailed, "port 1")]
    [InlineData("Host", "nowhere.invalid", MarianneError.StoreFailed, "'nowhere.invalid'")]
    [InlineData("SSL Mode", "VerifyFull", MarianneError.StoreFailed, "SSL")]
    public async Task A_wrong_part_of_a_connection_string_is_named(string keyword, string value, MarianneError error, string named)
    {
        IJobStore store = StoreOf(new ServerConnection(Schema.ConnectionStringWith(keyword, value), schema: Schema.Name));

        MarianneException thrown = await Fails(error, () => store.OpenAsync(mustExist: false, Cancellation).AsTask());

        Assert.Contains(named, thrown.Message, StringComparison.Ordinal);
        Assert.Contains(store.Location!, $"{thrown.Target}", StringComparison.Ordinal);
        AssertNoSecret(thrown);
    }

    [Theory]
    [InlineData("Host=x;Password=t0p;secret=yes")]
    [InlineData("Host=x;Passwort='t0p;secret=yes'")]
    [InlineData("t0p;secret=yes")]
    [InlineData("Host=x;Port=t0p;secret=yes")]
    [InlineData("Password='t0p;secret=yes';Database=x")]
    [InlineData("Service=t0p secret;Password='t0p;secret=yes'")]
    public void A_connection_string_that_cannot_be_read_is_not_shown(string connectionString)
    {
        var thrown = Assert.Throws<MarianneException>(() => StoreOf(new ServerConnection(connectionString)));

        Assert.Equal(MarianneError.InvalidParameter, thrown.Error);
        Assert.DoesNotContain("t0p;", thrown.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("yes", thrown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void No_object_shows_the_password()
    {
        var server = new ServerConnection($"Host=x;Password='{Secret}'", "me", Secret, "s");
        StoreLocation location = StoreLocation.OfServer(server);
        IJobStore store = StoreOf(server);

        Assert.DoesNotContain("t0p", $"{server} {location} {store.Location} {PostgresOptions.Of(server)}", StringComparison.Ordinal);
        Assert.All(
            typeof(ServerConnection).GetProperties(), property => Assert.NotEqual(Secret, property.GetValue(server) as string));
        Assert.Equal("Host=x;Port=5432;Database=me;Schema=s", store.Location);
    }

    [Theory]
    [InlineData("Host=x", 10)]
    [InlineData("Host=x;Connection Idle Lifetime=60", 60)]
    public void Idle_connections_are_closed_for_other_processes(string connectionString, int expected)
    {
        PostgresOptions options = PostgresOptions.Of(new ServerConnection(connectionString));

        Assert.Equal(expected, new Npgsql.NpgsqlConnectionStringBuilder(options.ConnectionString).ConnectionIdleLifetime);
    }

    [Theory]
    [InlineData("Host=x", 0)]
    [InlineData("Host=x;Max Auto Prepare=100", 100)]
    public void Statements_are_prepared_only_on_request(string connectionString, int expected)
    {
        PostgresOptions options = PostgresOptions.Of(new ServerConnection(connectionString));

        Assert.Equal(expected, new Npgsql.NpgsqlConnectionStringBuilder(options.ConnectionString).MaxAutoPrepare);
    }

    [Fact]
    public async Task The_credential_replaces_that_of_the_connection_string()
    {
        string wrong = Schema.ConnectionStringWith("Password", Secret);
        (string user, string password) = Schema.Credential;

        IJobStore store = StoreOf(new ServerConnection(wrong, user, password, Schema.Name));
        await store.OpenAsync(mustExist: false, Cancellation);

        Assert.Contains(Schema.Name, store.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_without_rights_is_told_what_it_needs()
    {
        string role = $"weak_{Guid.NewGuid():N}";
        await Schema.Scalar($"CREATE ROLE {role} LOGIN PASSWORD '{Secret}'");
        try
        {
            IJobStore store = StoreOf(new ServerConnection(Schema.ConnectionStringWith("Pooling", "false"), role, Secret, Schema.Name));
            MarianneException creating = await Fails(
                MarianneError.StoreAccessDenied, () => store.OpenAsync(mustExist: false, Cancellation).AsTask());
            await Open().SaveAsync(NewJob(), SaveMode.IfUnchanged, Cancellation);
            MarianneException reading = await Fails(
                MarianneError.StoreAccessDenied, () => store.LoadAsync("nightly", Cancellation).AsTask());

            Assert.Contains("CREATE on the database", creating.Message, StringComparison.Ordinal);
            Assert.Contains(Schema.Name, reading.Message, StringComparison.Ordinal);
            AssertNoSecret(creating);
        }
        finally
        {
            await Schema.Scalar($"DROP ROLE {role}");
        }
    }

    [Fact]
    public async Task A_standby_is_refused_in_words()
    {
        PostgresServer server = await PostgresServer.GetAsync();
        Assert.SkipWhen(server.Port == 0 || PostgresServer.FindProgram("pg_basebackup") is null, "The server is not one of the tests.");
        await Open().SaveAsync(NewJob(), SaveMode.IfUnchanged, Cancellation);
        int port = await server.StartStandbyAsync();

        IJobStore store = StoreOf(new ServerConnection(Schema.ConnectionStringWith("Port", $"{port}"), schema: Schema.Name));
        MarianneException error = await Fails(
            MarianneError.StoreReadOnly, () => store.OpenAsync(mustExist: false, Cancellation).AsTask());

        Assert.Contains("standby", error.Message, StringComparison.Ordinal);
        Assert.Contains($"port {port}", error.Message, StringComparison.Ordinal);
    }

    private IJobStore StoreOf(ServerConnection server) =>
        Keep(PostgresStores.Jobs(server, Time, new FakeProcessList(), Schema.Warnings.Add));

    private void AssertNoSecret(MarianneException error)
    {
        Assert.DoesNotContain("t0p", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Schema.Credential.Password, error.ToString(), StringComparison.Ordinal);
    }
}
