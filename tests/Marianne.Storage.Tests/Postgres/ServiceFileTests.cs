using Marianne.Storage.Postgres;
using Marianne.Stores;
using Marianne.Testing;
using Npgsql;
using Xunit;

namespace Marianne.Storage.Tests.Postgres;

/// <summary>Tests of connections that name a service of PostgreSQL.</summary>
public sealed class ServiceFileTests : IDisposable
{
    private const string Content = """
        # The databases of the team.
        [other]
        host=other.example.org

        [jobs]
        host=db.example.org
        port = 6000
        dbname=jobs
        user=marianne
        sslmode=verify-full
        connect_timeout=3
        [odd]
        host=x
        spoon=silver
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_service_names_the_connection_and_the_connection_string_has_precedence()
    {
        string path = Write();

        PostgresOptions options = OptionsOf("Service=jobs;Database=others", path);
        var builder = new NpgsqlConnectionStringBuilder(options.ConnectionString);

        Assert.Equal("Host=db.example.org;Port=6000;Database=others;Schema=marianne", options.Target.Location);
        Assert.Equal(("marianne", SslMode.VerifyFull, 3), (builder.Username, builder.SslMode, builder.Timeout));
    }

    [Theory]
    [InlineData("none", "none of the files")]
    [InlineData("odd", "'spoon'")]
    public void A_service_that_cannot_be_used_is_named(string name, string expected)
    {
        var error = Assert.Throws<MarianneException>(() => OptionsOf($"Service={name}", Write()));

        Assert.Equal(MarianneError.InvalidParameter, error.Error);
        Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private string Write()
    {
        string path = _folder["pg_service.conf"];
        File.WriteAllText(path, Content);
        return path;
    }

    private static PostgresOptions OptionsOf(string connectionString, string path)
    {
        Environment.SetEnvironmentVariable("PGSERVICEFILE", path);
        try
        {
            return PostgresOptions.Of(new ServerConnection(connectionString));
        }
        finally
        {
            Environment.SetEnvironmentVariable("PGSERVICEFILE", null);
        }
    }
}
