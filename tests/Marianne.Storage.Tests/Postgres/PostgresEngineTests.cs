using Marianne.Storage.Postgres;
using Marianne.Stores;
using Xunit;

namespace Marianne.Storage.Tests.Postgres;

/// <summary>Which engines are supported, refused and not tested, according to what they say of themselves.</summary>
public sealed class PostgresEngineTests
{
    private static readonly PostgresTarget Target = new("db.example.org", 5432, "jobs", "marianne");

    [Theory]
    [InlineData("PostgreSQL 14.13 on x86_64-pc-linux-gnu, compiled by gcc (GCC) 7.3.1, 64-bit")]
    [InlineData("PostgreSQL 15.8 (Debian 15.8-0+deb12u1) on x86_64-pc-linux-gnu, compiled by gcc (Debian 12.2.0-14) 12.2.0, 64-bit")]
    [InlineData("PostgreSQL 16.4 (EnterpriseDB Advanced Server 16.4.0) on x86_64-pc-linux-gnu")]
    [InlineData("PostgreSQL 18beta1 on aarch64-apple-darwin")]
    public void PostgreSQL_is_supported(string version) => Assert.Null(PostgresEngine.Check(version, Target));

    [Theory]
    [InlineData("PostgreSQL 8.0.2 on i686-pc-linux-gnu, compiled by GCC gcc (GCC) 3.4.2, Redshift 1.0.77467", "Amazon Redshift")]
    [InlineData("PostgreSQL 9.4.26 (Greenplum Database 6.25.3 build commit:367edc6b4d) on x86_64-unknown-linux-gnu", "Greenplum")]
    [InlineData("PostgreSQL 14.0 (CrateDB 5.8.1)", "CrateDB")]
    [InlineData("PostgreSQL 12.3, compiled by Visual C++ build 1914, 64-bit, QuestDB", "QuestDB")]
    [InlineData("PostgreSQL 9.5.0 on x86_64-unknown-linux-gnu (Materialize v0.112.2)", "Materialize")]
    [InlineData("PostgreSQL 16.0 (Aurora DSQL)", "Amazon Aurora DSQL")]
    [InlineData("(openGauss 5.0.0 build a07d57c3) compiled at 2023-03-29", "openGauss")]
    [InlineData("", "''")]
    [InlineData("PostgreSQL 13.16 on x86_64-pc-linux-gnu", "PostgreSQL 13, and version 14 or later")]
    [InlineData("PostgreSQL 11.2-YB-2.20.1.3-b0 on x86_64-pc-linux-gnu", "YugabyteDB with PostgreSQL 11, and version 14 or later")]
    public void Other_engines_and_old_versions_are_refused_in_words(string version, string named)
    {
        var error = Assert.Throws<MarianneException>(() => PostgresEngine.Check(version, Target));

        Assert.Equal(MarianneError.NotAStore, error.Error);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Contains("'db.example.org'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CockroachDB CCL v24.1.3 (x86_64-pc-linux-gnu, built 2024/08/01 21:28:25, go1.22.5 X:nocoverageredesign)", "CockroachDB")]
    [InlineData("PostgreSQL 15.2-YB-2025.1.0.0-b0 on x86_64-pc-linux-gnu", "YugabyteDB")]
    public void An_engine_that_is_not_tested_is_a_warning(string version, string named) => Assert.Equal(
        $"The server 'db.example.org' is {named}, with which Marianne is not tested. Use it for trials only.",
        PostgresEngine.Check(version, Target));

    [Theory]
    [InlineData("abcdefghijklmnopqrstuvwxyz.dsql.us-east-1.on.aws", true)]
    [InlineData("abcdefghijklmnopqrstuvwxyz.DSQL-fnh4.eu-west-1.on.aws", true)]
    [InlineData("dsql.example.org", false)]
    [InlineData("mydsql.us-east-1.on.aws", false)]
    [InlineData("cluster.abc.eu-west-1.rds.amazonaws.com", false)]
    public void Aurora_DSQL_is_known_by_its_name_before_it_is_asked(string host, bool isRefused)
    {
        var server = new ServerConnection($"Host={host}");

        if (isRefused)
        {
            var error = Assert.Throws<MarianneException>(() => PostgresOptions.Of(server));
            Assert.Equal(MarianneError.NotAStore, error.Error);
            Assert.Contains("Amazon Aurora DSQL", error.Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(host, PostgresOptions.Of(server).Target.Host);
        }
    }
}
