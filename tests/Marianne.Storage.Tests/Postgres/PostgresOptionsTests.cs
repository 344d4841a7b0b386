using Marianne.Storage.Postgres;
using Marianne.Stores;
using Npgsql;
using Xunit;

namespace Marianne.Storage.Tests.Postgres;

/// <summary>Tests of what a connection string leaves open.</summary>
public sealed class PostgresOptionsTests
{
    [Theory]
    [InlineData("GSS Encryption Mode=Require", GssEncryptionMode.Require)]
    [InlineData("GssEncryptionMode=Prefer", GssEncryptionMode.Prefer)]
    public void A_stated_encryption_mode_is_kept(string stated, GssEncryptionMode expected) => Assert.Equal(expected, ModeOf(stated));

    [Fact]
    public void Encryption_by_Kerberos_is_off_only_on_a_machine_without_its_library()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("PGGSSENCMODE") is not null, "PGGSSENCMODE states the mode.");

        Assert.Equal(Kerberos.IsInstalled ? GssEncryptionMode.Prefer : GssEncryptionMode.Disable, ModeOf("Database=jobs"));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("Database=other;Password=a=b;c")]
    [InlineData("Database=other")]
    public void An_unusable_one_is_not_shown_but_where_it_may_come_from(string connectionString)
    {
        MarianneException error = Assert.Throws<MarianneException>(() => PostgresOptions.Of(new ServerConnection(connectionString)));

        Assert.Equal(MarianneError.InvalidParameter, error.Error);
        Assert.DoesNotContain(connectionString, error.Message, StringComparison.Ordinal);
        Assert.EndsWith("If you specified none, correct the variable MARIANNE_CONNECTION.", error.Message, StringComparison.Ordinal);
    }

    private static GssEncryptionMode ModeOf(string part)
    {
        PostgresOptions options = PostgresOptions.Of(new ServerConnection($"Host=db.example.org;{part}"));
        return new NpgsqlConnectionStringBuilder(options.ConnectionString).GssEncryptionMode;
    }
}
