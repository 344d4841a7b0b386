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

    private static GssEncryptionMode ModeOf(string part)
    {
        PostgresOptions options = PostgresOptions.Of(new ServerConnection($"Host=db.example.org;{part}"));
        return new NpgsqlConnectionStringBuilder(options.ConnectionString).GssEncryptionMode;
    }
}
